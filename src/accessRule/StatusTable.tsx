import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { LineTable } from "../display/LineTable";
import { Section } from "../display/Section";
import { StatusChip } from "../display/StatusChip";
import { type StatusLine, TIMINGS } from "./accessRuleRow";
import { ResultText } from "./ResultText";

/** One subscription to Premium: what each status at Stripe gives. */
export function StatusTable({ lines }: { lines: readonly StatusLine[] }) {
  const t = useTranslate();
  const title = t("access_rule.status.title");
  return (
    <Section flush title={title}>
      <LineTable
        label={title}
        columns="176px repeat(3, minmax(0, 1fr)) minmax(0, 1.7fr)"
        heads={[
          t("access_rule.status.head"),
          ...TIMINGS.map((timing) => t(`access_rule.timing.${timing}`)),
          t("access_rule.meaning"),
        ]}
        rows={lines.map((line) => ({
          key: line.key,
          cells: [
            <StatusCell key="status" line={line} />,
            ...line.answers.map((row) => <ResultText key={row.id} row={row} />),
            t(`access_rule.status.${line.key}`, {
              days: line.grace,
              _: t("access_rule.status.other"),
            }),
          ],
        }))}
      />
    </Section>
  );
}

function StatusCell({ line: { status, late, grace } }: { line: StatusLine }) {
  const t = useTranslate();
  return (
    <>
      <StatusChip
        domain="subscription"
        status={status}
        {...(status === "unknown" ? { label: t("access_rule.status.unknown_status") } : {})}
      />
      {grace > 0 ? (
        <Typography variant="caption" component="div" sx={{ color: "text.muted" }}>
          {t(late ? "access_rule.status.late" : "access_rule.status.early", { days: grace })}
        </Typography>
      ) : null}
    </>
  );
}
