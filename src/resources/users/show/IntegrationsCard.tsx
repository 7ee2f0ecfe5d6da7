import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { ActionButton } from "../../../actions/ActionButton";
import { useActionHost } from "../../../actions/ActionHost";
import { ActionMenuItem } from "../../../actions/ActionMenuItem";
import type { ActionTarget } from "../../../actions/definition";
import { actionsOf } from "../../../actions/registry";
import { useOffReason } from "../../../actions/useOffReason";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import { RowMenu } from "../../../list/RowMenu";
import { TokenChip } from "../../integrations/TokenChip";
import type { UserOverview } from "../overview";

type Integration = UserOverview["integrations"][number];

/** Health of the customer's tokens, and what one can do about each. */
export function IntegrationsCard({ integrations }: Pick<UserOverview, "integrations">) {
  const t = useTranslate();
  return (
    <Section title={t("user.facts.integrations")}>
      {integrations.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.muted" }}>
          {t("user.facts.no_integration")}
        </Typography>
      ) : null}
      {integrations.map((integration) => (
        <IntegrationRow key={integration.id} integration={integration} />
      ))}
    </Section>
  );
}

function IntegrationRow({ integration }: { integration: Integration }) {
  const t = useTranslate();
  const format = useFormat();
  const host = useActionHost();
  const { id, provider, status, expires_at, cause, guards } = integration;
  const target = host?.targets?.find((one) => one.kind === "integration" && one.id === id);
  const name = t(`display.provider.${provider}`, { _: provider });
  const end = expires_at ? (
    <Typography variant="caption" sx={{ color: "text.muted" }}>
      {t(`user.facts.${status === "expired" ? "expired" : "expires"}`, {
        date: format.date(expires_at),
      })}
    </Typography>
  ) : null;
  const amiss = target && (status !== "valid" || cause !== null);
  return (
    <Box sx={{ "& + &": { mt: 0.5 } }}>
      <FactRow
        label={
          <Link component={RouterLink} to={`/integrations/${id}/show`}>
            {name}
          </Link>
        }
        aside={target ? <Actions target={target} guards={guards} name={name} /> : null}
      >
        <Box
          sx={{
            display: "flex",
            flexWrap: "wrap",
            alignItems: "center",
            justifyContent: "space-between",
            columnGap: 1,
          }}
        >
          <TokenChip token={integration} />
          {amiss ? null : end}
        </Box>
      </FactRow>
      {amiss ? (
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, my: 0.5 }}>
          <ActionButton
            action="refresh-integration"
            record={target}
            guard={guards["refresh-integration"]}
          />
          {end}
        </Box>
      ) : null}
    </Box>
  );
}

type ActionsProps = { target: ActionTarget; guards: Integration["guards"]; name: string };

function Actions({ target, guards, name }: ActionsProps) {
  const host = useActionHost();
  const offReason = useOffReason(target);
  return (
    <RowMenu name={name} width={300}>
      {(opener) =>
        actionsOf("integrations").map((definition) => (
          <ActionMenuItem
            key={definition.name}
            definition={definition}
            off={offReason(definition.name, guards[definition.name])}
            onChoose={() => host?.open(definition.name, opener, { on: target.id })}
          />
        ))
      }
    </RowMenu>
  );
}
