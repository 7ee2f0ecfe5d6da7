import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { useHome } from "../../dashboard/useHome";
import { FactCell } from "../../display/FactStrip";
import { useFormat } from "../../i18n/useFormat";
import type { Incident } from "./incident";
import { touchedBy } from "./touched";

/** Who is touched now, with the list behind it; of what is over nobody counts it any more. */
export function TouchedCell({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const f = useFormat();
  const { data: home } = useHome();
  const over = incident.status === "resolved";
  const touched = home && !over ? touchedBy(incident.metric, home.todo, t, f) : null;
  const label = t("incidents.touched");
  if (!touched) {
    const value = t(home || over ? "incidents.not_counted" : "incidents.reading");
    return (
      <FactCell label={label} tone="unknown" value={value}>
        {null}
      </FactCell>
    );
  }
  return (
    <FactCell label={label} tone={touched.number > 0 ? "broken" : "good"} value={touched.words}>
      <Link component={RouterLink} to={touched.to}>
        {touched.list}
      </Link>
    </FactCell>
  );
}
