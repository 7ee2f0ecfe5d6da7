import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { countWords, listPath } from "../../dashboard/todo";
import { useHome } from "../../dashboard/useHome";
import { FactCell } from "../../display/FactStrip";
import { useFormat } from "../../i18n/useFormat";
import type { Incident } from "./incident";

/** Who is touched now, where a counter of the first page knows it. */
export function Touched({ incident }: { incident: Incident }) {
  const t = useTranslate();
  const f = useFormat();
  const { data: home } = useHome();
  const counter =
    incident.metric === "webhooks_failed"
      ? ("paid_without_access" as const)
      : incident.metric === "monthly_import"
        ? ("imports_failed" as const)
        : null;
  if (!counter || !home || incident.status === "resolved") {
    return (
      <FactCell
        label={t("incidents.touched")}
        tone="unknown"
        value={t(counter && !home ? "incidents.reading" : "incidents.not_counted")}
      >
        {null}
      </FactCell>
    );
  }
  const { todo } = home;
  const number =
    counter === "imports_failed" ? todo.imports_failed.customers : todo[counter].number;
  const customers = t("incidents.customers", {
    smart_count: number,
    count: countWords(number, f),
  });
  return (
    <FactCell
      label={t("incidents.touched")}
      tone={number > 0 ? "broken" : "good"}
      value={
        counter === "paid_without_access" && number > 0
          ? t("incidents.customers_mrr", {
              customers,
              amount: f.money(todo.paid_without_access.cents),
            })
          : customers
      }
    >
      <Link component={RouterLink} to={listPath(counter, todo)}>
        {t(`home.todo.${counter}.name`)}
      </Link>
    </FactCell>
  );
}
