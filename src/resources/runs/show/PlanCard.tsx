import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionDefinition, ActionTarget } from "../../../actions/definition";
import { fieldWords } from "../../../actions/fieldWords";
import { useScene } from "../../../actions/useScene";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import { customerPath } from "../../customerCells";
import type { Run } from "../run";

type Props = { run: Run; target: ActionTarget; definition: ActionDefinition | null };

/** What was planned, for whom and why. */
export function PlanCard({ run, target, definition }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const values = definition?.fromParams(run.params) ?? {};
  const scene = useScene(target, values, run.changes);
  return (
    <Section title={t("run.plan.title")}>
      {run.target_kind === "many" ? null : (
        <FactRow label={t("run.plan.customer")}>
          <Link component={RouterLink} to={customerPath(run.target_id)}>
            {run.target_label}
          </Link>
        </FactRow>
      )}
      {run.retries_run ? (
        <FactRow label={t("run.items.retries")}>
          <Link component={RouterLink} to={`/runs/${run.retries_run}/show`}>
            {t("run.items.first_run")}
          </Link>
        </FactRow>
      ) : null}
      {run.undoes_run ? (
        <FactRow label={t("run.plan.undoes")}>
          <Link component={RouterLink} to={`/runs/${run.undoes_run}/show`}>
            {t("run.plan.undone_run")}
          </Link>
        </FactRow>
      ) : definition ? (
        <FactRow label={t("run.plan.params")}>{definition.parameters(scene)}</FactRow>
      ) : (
        Object.entries(run.params).map(([name, value]) => (
          <FactRow key={name} label={t(`fields.${name}`, { _: name })}>
            {fieldWords(name, value, t, format)}
          </FactRow>
        ))
      )}
      <FactRow label={t("run.plan.reason")}>{run.reason}</FactRow>
      {run.incident ? <FactRow label={t("run.plan.incident")}>{run.incident}</FactRow> : null}
    </Section>
  );
}
