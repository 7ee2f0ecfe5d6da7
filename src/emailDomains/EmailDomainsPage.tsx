import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import { useTranslate } from "react-admin";
import { AgeText } from "../display/AgeText";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { StaleBanner } from "../display/StaleBanner";
import { PageHead } from "../layout/PageHead";
import { EmailTabs } from "../resources/emails/EmailTabs";
import { DomainSection } from "./DomainSection";
import { byState } from "./emailDomain";
import { useEmailDomains, useResend } from "./useEmailDomains";

/** Whether receivers can tell that our e-mails are ours, domain by domain, with what is to be put into DNS. */
export default function EmailDomainsPage() {
  const t = useTranslate();
  const { domains, records, error, readAt, retry } = useEmailDomains();
  const known = domains !== undefined && records !== undefined;
  return (
    <>
      <PageHead
        title={t("resources.email_domains.name", { smart_count: 2 })}
        note={known && !error ? <AgeText at={readAt} /> : null}
      />
      <EmailTabs current="email_domains" />
      {error && known ? <StaleBanner at={readAt} onRetry={retry} /> : null}
      {error && !known ? (
        <Paper>
          <ErrorState error={error} title={t("email_domains.failed")} onRetry={retry} />
        </Paper>
      ) : (
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
          {known ? null : <Waiting />}
          {known && domains.length === 0 ? <NoDomain /> : null}
          {known
            ? domains
                .toSorted(byState)
                .map((domain) => (
                  <DomainSection
                    key={domain.id}
                    domain={domain}
                    records={records.filter((record) => record.domain === domain.domain)}
                  />
                ))
            : null}
        </Box>
      )}
    </>
  );
}

/** As high as what comes. */
function Waiting() {
  return [360, 320].map((height) => (
    <Skeleton key={height} variant="rounded" height={height} aria-busy />
  ));
}

const REASONS: Record<string, string> = {
  not_configured: "not_configured",
  not_allowed: "not_allowed",
  no_domain: "no_domain",
  never_asked: "not_yet",
  stale: "not_yet",
};

/** Nothing to show, and why. */
function NoDomain() {
  const t = useTranslate();
  const { data } = useResend();
  const reason = data?.code ? (REASONS[data.code] ?? "away") : "not_yet";
  return (
    <Paper>
      <EmptyState
        title={t("email_domains.none.title")}
        detail={t(`email_domains.none.${reason}`)}
      />
    </Paper>
  );
}
