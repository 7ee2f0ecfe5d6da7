import ArrowForward from "@mui/icons-material/ArrowForward";
import Cancel from "@mui/icons-material/Cancel";
import HowToRegOutlined from "@mui/icons-material/HowToRegOutlined";
import Schedule from "@mui/icons-material/Schedule";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import type SvgIcon from "@mui/material/SvgIcon";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { RelativeTime } from "../display/RelativeTime";
import { useNow } from "../display/useNow";
import { useFormat } from "../i18n/useFormat";
import { GroupHead } from "./GroupHead";
import type { Home } from "./home";
import { burning } from "./metricStanding";
import {
  COUNTERS,
  type CounterName,
  countWords,
  detailWords,
  FINDINGS_PATH,
  listPath,
  subjectsOf,
} from "./todo";

const marks: Record<CounterName, { Icon: typeof SvgIcon; color: string }> = {
  paid_without_access: { Icon: Cancel, color: "error.main" },
  webhooks_failed: { Icon: Cancel, color: "error.main" },
  imports_failed: { Icon: Warning, color: "warning.main" },
  approvals: { Icon: HowToRegOutlined, color: "primary.main" },
  grants_expiring: { Icon: Schedule, color: "text.secondary" },
};

/** What waits for somebody: what burns above, then five counters, each the total of the list behind it. */
export function TodoSheet({ home, strips }: { home: Home; strips: ReactNode }) {
  const t = useTranslate();
  const id = useId();
  const subjects = subjectsOf(home.todo) + burning(home.alerts).length + home.incidents.length;
  const { other_findings: findings } = home.todo;
  return (
    <section aria-labelledby={id}>
      <GroupHead
        id={id}
        title={t(subjects + findings > 0 ? "home.todo.title" : "home.todo.nothing")}
        note={
          subjects > 0 ? (
            t("home.todo.subjects", { smart_count: subjects })
          ) : home.evaluated_at ? (
            <>
              {t("home.todo.checked")} <RelativeTime at={home.evaluated_at} />
            </>
          ) : null
        }
      >
        {findings > 0 ? (
          <Link component={RouterLink} to={FINDINGS_PATH} variant="caption">
            {t("home.todo.findings")}
          </Link>
        ) : null}
      </GroupHead>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0, 1fr)" }}>
        {strips}
        <Paper
          component="ul"
          sx={{
            m: 0,
            p: 0,
            listStyle: "none",
            overflow: "hidden",
            display: "grid",
            gridTemplateColumns: {
              xs: "repeat(2, minmax(0, 1fr))",
              lg: "repeat(5, minmax(0, 1fr))",
            },
            // Inner dividers: one line right of and below each cell, the outer ones cut off by the sheet.
            "& > li": {
              borderRight: 1,
              borderBottom: 1,
              borderColor: "divider",
              mr: "-1px",
              mb: "-1px",
            },
            "& > li:last-of-type": { gridColumn: { xs: "1 / -1", lg: "auto" } },
          }}
        >
          {COUNTERS.map((name) => (
            <Counter key={name} name={name} home={home} />
          ))}
        </Paper>
      </Box>
    </section>
  );
}

function Counter({ name, home: { todo } }: { name: CounterName; home: Home }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const { number } = todo[name];
  const { Icon, color } = marks[name];
  const some = number > 0;
  return (
    <Box
      component="li"
      sx={{ px: 2, py: 1.5, display: "flex", flexDirection: "column", minHeight: 136 }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 0.75 }}>
        <Icon sx={{ fontSize: 16, color: some ? color : "text.muted" }} />
        <Typography
          variant="body2"
          component="h3"
          sx={{ m: 0, color: some ? "text.secondary" : "text.muted" }}
        >
          {t(`home.todo.${name}.name`)}
        </Typography>
      </Box>
      <Typography
        variant="figure"
        component="p"
        sx={{ m: 0, color: some ? "text.primary" : "text.muted" }}
      >
        {countWords(number, f)}
      </Typography>
      <Typography
        variant="caption"
        component="p"
        sx={{ m: 0, mb: 1, flexGrow: 1, color: some ? "text.secondary" : "text.muted" }}
      >
        {some ? detailWords(name, todo, { t, f, now }) : t("home.todo.none")}
      </Typography>
      {some ? (
        <Link
          component={RouterLink}
          to={listPath(name, todo)}
          sx={{
            display: "inline-flex",
            alignItems: "center",
            gap: 0.5,
            alignSelf: "start",
            fontWeight: 500,
          }}
        >
          {t(`home.todo.${name}.do`, { smart_count: number, count: countWords(number, f) })}
          <ArrowForward sx={{ fontSize: 14 }} />
        </Link>
      ) : null}
    </Box>
  );
}
