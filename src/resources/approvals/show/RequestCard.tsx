import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionDefinition, Scene } from "../../../actions/definition";
import { pathOf } from "../../../actions/targets";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import type { ApprovalRequest } from "../approval";

type Props = { request: ApprovalRequest; scene: Scene; definition: ActionDefinition | null };

/** Exactly what runs when a colleague agrees. */
export function RequestCard({ request, scene, definition }: Props) {
  const t = useTranslate();
  const page = pathOf({ kind: request.target_kind, id: request.target_id });
  return (
    <Section title={t("approval.request")}>
      <FactRow label={t(`actions.kind.${request.target_kind}`, { _: t("run.plan.target") })}>
        {page ? (
          <Link component={RouterLink} to={page}>
            {scene.label}
          </Link>
        ) : (
          scene.label
        )}
      </FactRow>
      {request.undoes_run ? (
        <FactRow label={t("run.plan.undoes")}>
          <Link component={RouterLink} to={`/runs/${request.undoes_run}/show`}>
            {t("run.plan.undone_run")}
          </Link>
        </FactRow>
      ) : (
        <FactRow label={t("run.plan.params")}>{definition?.parameters(scene)}</FactRow>
      )}
      <FactRow label={t("run.plan.reason")}>{request.reason}</FactRow>
      {request.incident ? (
        <FactRow label={t("run.plan.incident")}>{request.incident}</FactRow>
      ) : null}
      <FactRow label={t("fields.rule")}>
        {t(`approval.why.${request.rule}`, { _: request.rule })}
      </FactRow>
      <FactRow label={t("fields.requested_by_email")}>
        {request.requested_by_email},{" "}
        {t(`resources.staff.role.${request.requested_by_role}`, { _: request.requested_by_role })}
      </FactRow>
      {request.run_id ? (
        <FactRow label={t("fields.run")}>
          <Link component={RouterLink} to={`/runs/${request.run_id}/show`}>
            {t("approval.see_run")}
          </Link>
        </FactRow>
      ) : null}
    </Section>
  );
}
