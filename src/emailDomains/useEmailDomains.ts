import { useGetList, useGetOne } from "react-admin";
import type { DomainRecord, EmailDomain } from "./emailDomain";

const OPTIONS = { refetchInterval: 30_000, retry: false };
const ALL = { page: 1, perPage: 500 };

/** The domains that e-mails are sent from, with their records; read again while one looks. */
export function useEmailDomains() {
  const domains = useGetList<EmailDomain>(
    "email_domains",
    { pagination: ALL, sort: { field: "domain", order: "ASC" } },
    OPTIONS,
  );
  const records = useGetList<DomainRecord>(
    "domain_records",
    { pagination: ALL, sort: { field: "domain", order: "ASC" } },
    OPTIONS,
  );
  return {
    domains: domains.data,
    records: records.data,
    error: domains.error ?? records.error,
    readAt: Math.min(domains.dataUpdatedAt, records.dataUpdatedAt),
    retry: () => {
      void domains.refetch();
      void records.refetch();
    },
  };
}

/** How Resend is, for those who find no domain. */
export const useResend = () =>
  useGetOne<{ id: string; status: string; code: string | null }>(
    "services",
    { id: "resend" },
    OPTIONS,
  );
