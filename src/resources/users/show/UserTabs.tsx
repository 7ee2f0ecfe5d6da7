import Box from "@mui/material/Box";
import MuiTab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useTranslate } from "react-admin";
import { useFormat } from "../../../i18n/useFormat";
import type { Tab } from "./tabs";

const OVERVIEW = "overview";

type Props = { tabs: Tab[]; current: string | null; onChange: (name: string | null) => void };

/** The overview, then each long list with its count. */
export function UserTabs({ tabs, current, onChange }: Props) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Tabs
      value={current ?? OVERVIEW}
      onChange={(_, name: string) => onChange(name === OVERVIEW ? null : name)}
      variant="scrollable"
      scrollButtons={false}
      aria-label={t("user.tab.label")}
      sx={{ mt: 1.5, mb: 2, borderBottom: 1, borderColor: "divider" }}
    >
      <MuiTab value={OVERVIEW} label={t("user.tab.overview")} />
      {tabs.map(({ name, count }) => (
        <MuiTab
          key={name}
          value={name}
          label={
            <span>
              {t(`user.tab.${name}`)}{" "}
              <Box
                component="span"
                sx={{
                  ml: 0.5,
                  fontWeight: 400,
                  color: "text.muted",
                  fontVariantNumeric: "tabular-nums",
                }}
              >
                {format.number(count)}
              </Box>
            </span>
          }
        />
      ))}
    </Tabs>
  );
}
