import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useTranslate } from "react-admin";
import { Link } from "react-router";

const TABS = ["emails", "suppressions", "email_domains"] as const;

/** What was sent, where nothing is sent any more, and what receivers hold us to. */
export function EmailTabs({ current }: { current: (typeof TABS)[number] }) {
  const t = useTranslate();
  return (
    <Tabs
      value={current}
      aria-label={t("resources.emails.tabs")}
      sx={{ mb: 1.5, borderBottom: 1, borderColor: "divider" }}
    >
      {TABS.map((name) => (
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
