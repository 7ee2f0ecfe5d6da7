import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { CopyText } from "../display/CopyText";
import { LineTable } from "../display/LineTable";
import { NoDataChip } from "../display/NoDataChip";
import { RelativeTime } from "../display/RelativeTime";
import { StatusChip } from "../display/StatusChip";
import { type DomainRecord, inOrder } from "./emailDomain";

type Props = { domain: string; records: DomainRecord[] };

/** What has to be in DNS, what is there, and since when. */
export function RecordTable({ domain, records }: Props) {
  const t = useTranslate();
  const heads = ["record", "name", "paste", "found", "since"] as const;
  return (
    <LineTable
      label={domain}
      columns="176px minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1.1fr) 100px"
      heads={heads.map((head) => t(`email_domains.head.${head}`))}
      endsInSentence={false}
      rows={records.toSorted(inOrder).map((record) => ({
        key: record.id,
        cells: [
          <Kind key="record" {...record} />,
          <Name key="name" {...record} />,
          // What is in place may say more than what we would give: a stricter DMARC, others in SPF.
          record.status === "ok" ? null : <Paste key="paste" {...record} />,
          <Found key="found" {...record} />,
          <Since key="since" {...record} />,
        ],
      }))}
    />
  );
}

const Small = ({ children }: { children: ReactNode }) => (
  <Typography variant="caption" component="div" sx={{ color: "text.muted" }}>
    {children}
  </Typography>
);

function Kind({ record, type, status, provider_status }: DomainRecord) {
  const t = useTranslate();
  return (
    <>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, fontWeight: 500 }}>
        {status === "unknown" ? (
          <NoDataChip label={t("email_domains.unknown")} />
        ) : (
          <StatusChip domain="dns_record" status={status} />
        )}
        <span>
          {record} {type}
        </span>
      </Box>
      <Small>
        {t(`email_domains.by_resend.${provider_status ?? "none"}`, {
          _: t("email_domains.by_resend.other", { status: provider_status }),
        })}
      </Small>
    </>
  );
}

function Name({ host, name }: DomainRecord) {
  return (
    <>
      <CopyText value={host} whole />
      {host === name ? null : <Small>{name}</Small>}
    </>
  );
}

function Paste({ value, priority }: DomainRecord) {
  const t = useTranslate();
  return (
    <>
      <CopyText value={value} whole />
      {priority === null ? null : <Small>{t("email_domains.priority", { priority })}</Small>}
    </>
  );
}

function Found({ found, inherited_from, known, status }: DomainRecord) {
  const t = useTranslate();
  if (known === null) return <Muted>{t("common.nothing")}</Muted>;
  if (found.length === 0) return <Muted>{t("email_domains.nothing_found")}</Muted>;
  return (
    <>
      <Typography
        variant="mono"
        component="div"
        title={found.join("\n")}
        sx={
          status === "ok"
            ? { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }
            : { overflowWrap: "anywhere", whiteSpace: "pre-wrap" }
        }
      >
        {found.join("\n")}
      </Typography>
      {inherited_from ? (
        <Small>{t("email_domains.inherited", { name: inherited_from })}</Small>
      ) : null}
    </>
  );
}

const Muted = ({ children }: { children: ReactNode }) => (
  <Box component="span" sx={{ color: "text.muted" }}>
    {children}
  </Box>
);

/** Since when it is so; of what is not known, when it last was. */
function Since({ status, since, checked_at }: DomainRecord) {
  const t = useTranslate();
  if (status !== "unknown") return <RelativeTime at={since} />;
  return (
    <>
      <Small>{t("email_domains.last_answer")}</Small>
      {checked_at ? <RelativeTime at={checked_at} /> : t("email_domains.never")}
    </>
  );
}
