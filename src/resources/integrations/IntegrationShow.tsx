import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import { CopyText } from "../../display/CopyText";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { RelativeTime } from "../../display/RelativeTime";
import { Section } from "../../display/Section";
import { useFormat } from "../../i18n/useFormat";
import { CustomerFact } from "../CustomerFact";
import { LongText } from "../LongText";
import { RecordPage } from "../RecordPage";
import { useWord } from "../useWord";
import { Word } from "../Word";
import { CauseChip } from "./CauseChip";
import { IntegrationImports } from "./IntegrationImports";
import type { Integration } from "./integration";
import { TokenChip } from "./TokenChip";

/** Who took the access back has to come back: nothing that we do mends that. */
const mend = ({ status, cause }: Integration): ActionName | null =>
  status === "valid" || cause === "reconnect" ? null : "refresh-integration";

/** An integration: whose it is, what its token is worth, what its imports gave. */
export default function IntegrationShow() {
  const t = useTranslate();
  const word = useWord();
  const title = ({ provider, user_email }: Integration) =>
    t("resources.integrations.title", { provider: word("provider", provider), email: user_email });
  return (
    <RecordPage<Integration> resource="integrations" title={title} recommended={mend}>
      {(row) => (
        <>
          <Answers row={row} />
          {row.last_error ? (
            <Section
              title={t("fields.last_error")}
              aside={row.cause ? <CauseChip cause={row.cause} /> : null}
            >
              <LongText>{row.last_error}</LongText>
              {row.cause === "reconnect" ? (
                <Typography variant="body2" sx={{ mt: 1, color: "text.secondary" }}>
                  {t("resources.integrations.reconnect")}
                </Typography>
              ) : null}
            </Section>
          ) : null}
          <IntegrationImports integration={row} />
          <Section title={t("resources.integrations.name", { smart_count: 1 })}>
            <FactRow label={t("fields.provider")}>
              <Word kind="provider" value={row.provider} />
            </FactRow>
            <FactRow label={t("fields.scope")}>{row.scope?.split(",").join(", ") ?? "–"}</FactRow>
            <FactRow label={t("fields.created_at")}>
              <DateText at={row.created_at} time />
            </FactRow>
            <FactRow label={t("fields.id")}>
              <CopyText value={row.id} />
            </FactRow>
          </Section>
        </>
      )}
    </RecordPage>
  );
}

/** The three questions of a call: whose is it, is the token good, when was it renewed. */
function Answers({ row }: { row: Integration }) {
  const t = useTranslate();
  const format = useFormat();
  const { status, expires_at: end, last_refreshed_at: renewed } = row;
  return (
    <Paper
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" },
        "& > * + *": {
          borderStyle: "solid",
          borderWidth: { xs: "1px 0 0", md: "0 0 0 1px" },
          borderColor: "divider",
        },
      }}
    >
      <Answer label={t("fields.user_email")}>
        <CustomerFact id={row.user_id} email={row.user_email} />
      </Answer>
      <Answer
        label={t("resources.integrations.token")}
        note={
          end
            ? t(`user.facts.${status === "expired" ? "expired" : "expires"}`, {
                date: format.dateTime(end),
              })
            : t("user.row.integration_forever")
        }
      >
        <TokenChip token={row} />
      </Answer>
      <Answer label={t("fields.last_refreshed_at")}>
        {renewed ? <RelativeTime at={renewed} /> : "–"}
      </Answer>
    </Paper>
  );
}

function Answer({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <Box sx={{ px: 2, py: 1.5, minWidth: 0 }}>
      <Typography variant="caption" component="p" sx={{ m: 0, mb: 0.5, color: "text.muted" }}>
        {label}
      </Typography>
      <Box sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>{children}</Box>
      {note ? (
        <Typography variant="caption" component="p" sx={{ m: 0, mt: 0.5, color: "text.secondary" }}>
          {note}
        </Typography>
      ) : null}
    </Box>
  );
}
