import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useTranslate } from "react-admin";
import { Link } from "react-router";

const LISTS = ["alerts", "alert_rules", "deliveries"] as const;

/** What went past its threshold, what is watched, and what the team was told. */
export function AlertTabs({ current }: { current: (typeof LISTS)[number] }) {
  const t = useTranslate();
  return (
    <Tabs
      value={current}
      aria-label={t("alerts.tabs")}
      sx={{ mb: 1.5, borderBottom: 1, borderColor: "divider" }}
    >
      {LISTS.map((name) => (
        <Tab
          key={name}
          value={name}
          component={Link}
          to={`/${name}`}
          label={t(`resources.${name}.name`, { smart_count: 2 })}
        />
      ))}
    </Tabs>
  );
}
