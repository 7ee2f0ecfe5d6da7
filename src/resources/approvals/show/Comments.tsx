import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useGetList, useTranslate } from "react-admin";
import { FailureNotice } from "../../../actions/FailureNotice";
import { useSubmission } from "../../../actions/useSubmission";
import { RelativeTime } from "../../../display/RelativeTime";
import { Section } from "../../../display/Section";
import { commentApproval } from "../api";
import type { ApprovalComment, ApprovalRequest } from "../approval";

const LONGEST = 500;
const LIVE_MS = 10_000;

/** What colleagues say about a request, oldest first. */
export function Comments({
  request,
  onChanged,
}: {
  request: ApprovalRequest;
  onChanged: () => void;
}) {
  const t = useTranslate();
  const [body, setBody] = useState("");
  const { data = [], refetch } = useGetList<ApprovalComment>(
    "approval_comments",
    {
      filter: { approval_id: request.id },
      sort: { field: "id", order: "ASC" },
      pagination: { page: 1, perPage: 100 },
    },
    { refetchInterval: LIVE_MS },
  );
  const { state, submit } = useSubmission(
    (text: string) => commentApproval(request.id, text),
    () => {
      setBody("");
      void refetch();
      onChanged();
    },
  );
  const typed = body.trim();
  const long = [...typed].length > LONGEST;
  return (
    <Section title={t("approval.comments.title")}>
      <Box sx={{ display: "grid", gap: 1.5 }}>
        {data.map((comment) => (
          <Box key={comment.id}>
            <Typography variant="caption" component="div" sx={{ color: "text.muted" }}>
              {comment.author_email} · <RelativeTime at={comment.at} />
            </Typography>
            <Typography variant="body2" sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
              {comment.body}
            </Typography>
          </Box>
        ))}
        <TextField
          multiline
          minRows={1}
          maxRows={6}
          placeholder={t("approval.comments.placeholder")}
          value={body}
          error={long}
          helperText={long ? t("approval.comments.long", { max: LONGEST }) : undefined}
          onChange={(event) => setBody(event.target.value)}
          slotProps={{
            htmlInput: { "aria-label": t("approval.comments.label"), sx: { p: 0 } },
            input: { sx: { p: "6px 10px" } },
          }}
        />
        {state.failure ? <FailureNotice failure={state.failure} of={request.action} typed /> : null}
        {typed === "" ? null : (
          <Button
            disabled={long || state.phase === "sending"}
            onClick={() => submit(typed)}
            sx={{ justifySelf: "start" }}
          >
            {t("approval.comments.send")}
          </Button>
        )}
      </Box>
    </Section>
  );
}
