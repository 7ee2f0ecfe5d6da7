import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionDefinition, Scene } from "../../../actions/definition";
import { fieldWords } from "../../../actions/fieldWords";
import { pathOf } from "../../../actions/targets";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import type { Run } from "../run";

type Props = { run: Run; scene: Scene; definition: ActionDefinition | null };

/** What was planned, for whom and why. */
export function PlanCard({ run, scene, definition }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const page = pathOf({ kind: run.target_kind, id: run.target_id });
  return (
    <Section title={t("run.plan.title")}>
      {scene.count === 0 ? null : (
        <FactRow label={t(`actions.kind.${run.target_kind}`, { _: t("run.plan.target") })}>
          {page ? (
            <Link component={RouterLink} to={page}>
              {scene.label}
            </Link>
          ) : (
            scene.label
          )}
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
