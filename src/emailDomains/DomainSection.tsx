import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Notice } from "../actions/Notice";
import { RelativeTime } from "../display/RelativeTime";
import { Section } from "../display/Section";
import { StatusChip } from "../display/StatusChip";
import { type DomainRecord, type EmailDomain, problemsOf } from "./emailDomain";
import { RecordTable } from "./RecordTable";

type Props = { domain: EmailDomain; records: DomainRecord[] };

/** One domain: its state in words, its records, and how old all of that is. */
export function DomainSection({ domain, records }: Props) {
  return (
    <Section
      flush
      title={domain.domain}
      aside={<StatusChip domain="domain" status={domain.provider_status} />}
      footer={<Sources {...domain} />}
    >
      <Box sx={{ px: 2, pb: 1.5 }}>
        <State domain={domain} records={records} />
      </Box>
      <RecordTable domain={domain.domain} records={records} />
    </Section>
  );
}

function State({ domain, records }: Props) {
  const t = useTranslate();
  const problems = problemsOf(records);
  const [first, ...others] = problems.map(({ status, word }) =>
    t(`email_domains.problem.${status}.${word}`),
  );
  if (first === undefined) {
    return (
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {t(domain.status === "ok" ? "email_domains.all_in_place" : "email_domains.not_known")}
      </Typography>
    );
  }
  const advice = (["missing", "wrong"] as const)
    .filter((status) => problems.some((problem) => problem.status === status))
    .map((status) => t(`email_domains.advice.${status}`));
  return (
    <Notice severity="error" title={first}>
      {others.map((problem) => (
        <Typography key={problem} variant="subtitle2" component="p" sx={{ color: "text.primary" }}>
          {problem}
        </Typography>
      ))}
      {[...advice, t("email_domains.advice.again")].join(" ")}
    </Notice>
  );
}

function Sources({ told_at, told_failure, checked_at, checked_failure }: EmailDomain) {
  return (
    <Box
      sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, fontSize: 12, color: "text.muted" }}
    >
      <Source name="dns" at={checked_at} failure={checked_failure} />
      <Source name="resend" at={told_at} failure={told_failure} />
    </Box>
  );
}

type SourceProps = { name: "dns" | "resend"; at: string | null; failure: { kind: string } | null };

function Source({ name, at, failure }: SourceProps) {
  const t = useTranslate();
  const who = t(`email_domains.failure.who.${name}`);
  return (
    <span>
      {t(`email_domains.read.${name}`)}{" "}
      {at ? <RelativeTime at={at} /> : t("email_domains.read.never")}
      {failure ? (
        <Box component="span" sx={{ color: "warning.main" }}>
          {" · "}
          {t(`email_domains.failure.${failure.kind}`, {
            who,
            _: t("email_domains.failure.other", { who }),
          })}
        </Box>
      ) : null}
    </span>
  );
}
