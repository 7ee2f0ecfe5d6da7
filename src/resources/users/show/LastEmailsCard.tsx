import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { ActionButton } from "../../../actions/ActionButton";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import { useFilteredList } from "../../../list/useFilteredList";
import type { UserOverview } from "../overview";

type Props = {
  emails: UserOverview["last_emails"];
  count: number;
  user: Pick<UserOverview["user"], "id" | "email">;
};

/** The last three e-mails and how each ended, and a way to try another one. */
export function LastEmailsCard({ emails, count, user }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const listOf = useFilteredList();
  return (
    <Section
      title={t("user.facts.emails")}
      aside={
        count > emails.length ? (
          <Link
            component={RouterLink}
            to={listOf("emails", { user_id: user.id })}
            variant="caption"
          >
            {t("user.facts.all_emails", { count: format.number(count) })}
          </Link>
        ) : null
      }
      footer={
        <ActionButton
          action="send-test-email"
          record={{ kind: "address", id: user.email, label: user.email, name: null }}
        />
      }
    >
      {emails.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.muted" }}>
          {t("user.facts.no_email")}
        </Typography>
      ) : null}
      {emails.map(({ id, subject, status, created_at }) => (
        <Box
          key={id}
          sx={{
            display: "grid",
            gridTemplateColumns: "72px minmax(0, 1fr) auto",
            columnGap: 1,
            alignItems: "center",
            minHeight: 28,
            fontSize: 13,
          }}
        >
          <Box
            component="time"
            dateTime={created_at}
            title={format.exact(created_at)}
            sx={{ color: "text.muted" }}
          >
            {format.shortDate(created_at)}
          </Box>
          <Link
            component={RouterLink}
            to={`/emails/${id}/show`}
            title={subject}
            color="inherit"
            sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
          >
            {subject}
          </Link>
          <StatusChip domain="email" status={status} />
        </Box>
      ))}
    </Section>
  );
}
