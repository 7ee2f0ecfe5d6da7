import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { type RunAnswer, reasonText } from "../../../../supabase/functions/_shared/contract";
import { proveRun } from "../../../actions/api";
import type { ActionDefinition, Scene } from "../../../actions/definition";
import { FailureNotice } from "../../../actions/FailureNotice";
import { Notice } from "../../../actions/Notice";
import { ReasonField } from "../../../actions/ReasonField";
import { useSubmission } from "../../../actions/useSubmission";
import { Section } from "../../../display/Section";
import { insideSentence } from "../../../i18n/insideSentence";
import { useFormat } from "../../../i18n/useFormat";
import { approvalRights, breakGlass, type Decision as Choice, decideApproval } from "../api";
import type { ApprovalRequest } from "../approval";
import { decidedWords } from "./decidedWords";

type Move = Choice | "break_glass";
type Props = {
  request: ApprovalRequest;
  scene: Scene;
  definition: ActionDefinition | null;
  onChanged: () => void;
};

/** Agree, turn down, withdraw, or break the glass: what this person may do, and why not the rest. */
export function Decision({ request, scene, definition, onChanged }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const [move, setMove] = useState<Move | null>(null);
  const [words, setWords] = useState("");
  const { data: rights } = useQuery({
    queryKey: ["approvals", "rights", request.id, request.status, request.glass_broken_at],
    queryFn: () => approvalRights(request.id),
    retry: false,
  });
  const { state, submit } = useSubmission(
    ({ move, words }: { move: Move; words: string }) =>
      move === "break_glass"
        ? breakGlass(request.id, words)
        : decideApproval(request.id, move, words === "" ? null : words),
    (answer: RunAnswer) => {
      setMove(null);
      setWords("");
      onChanged();
      if (answer.run === null) return;
      // The proof is read by whoever comes first; the run's page shows it.
      if (answer.run.items === null) void proveRun(answer.run).catch(() => undefined);
      navigate(`/runs/${answer.run.id}/show`);
    },
  );
  if (request.status !== "pending") return <Decided request={request} />;

  const busy = state.phase === "sending";
  const needsWords = move === "reject" || move === "break_glass";
  const typed = words.trim();
  const ready = typed === "" ? !needsWords : reasonText.safeParse(typed).success;
  const open = (next: Move) => {
    setMove(next);
    setWords("");
  };
  const off = rights?.approve ? t(`approval.off.${rights.approve}`, { _: rights.approve }) : null;
  const sentence =
    request.mode === "undo"
      ? t("approval.approve_undo", { target: scene.label })
      : t("approval.approve", {
          sentence: insideSentence(definition?.sentence(scene) ?? request.action),
        });
  return (
    <Section title={t("approval.decision")}>
      <Box sx={{ display: "grid", gap: 1.5 }}>
        {request.glass_broken_at && request.runs_alone_at ? (
          <Notice
            severity="warning"
            title={t("approval.glass.title", { at: format.dateTime(request.runs_alone_at) })}
          >
            {request.glass_broken_because} {t("approval.glass.stop")}
          </Notice>
        ) : null}
        {off ? (
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {off} {rights ? t("approval.others", { smart_count: rights.approvers }) : null}
          </Typography>
        ) : null}
        {move === null ? (
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
            {rights?.approve === null ? (
              <Button
                variant="contained"
                color="primary"
                sx={{
                  height: "auto",
                  minHeight: 32,
                  py: 0.75,
                  whiteSpace: "normal",
                  textAlign: "left",
                }}
                onClick={() => open("approve")}
              >
                {sentence}
              </Button>
            ) : null}
            {rights?.reject === null ? (
              <Button onClick={() => open("reject")}>{t("approval.reject")}</Button>
            ) : null}
            {rights?.withdraw === null ? (
              <Button onClick={() => open("withdraw")}>{t("approval.withdraw")}</Button>
            ) : null}
            {rights?.break_glass === null ? (
              <Button color="error" onClick={() => open("break_glass")}>
                {t("approval.break_glass")}
              </Button>
            ) : null}
          </Box>
        ) : (
          <>
            <Typography variant="subtitle2">{t(`approval.move.${move}`)}</Typography>
            <ReasonField
              autoFocus
              label={t(needsWords ? "approval.words" : "approval.words_optional")}
              value={words}
              onChange={setWords}
              disabled={busy}
            />
            {state.failure ? (
              <FailureNotice failure={state.failure} of={request.action} typed />
            ) : null}
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
              <Button
                variant="contained"
                color={move === "break_glass" ? "error" : "primary"}
                disabled={!ready}
                aria-disabled={busy}
                onClick={() => submit({ move, words: typed })}
              >
                {busy ? t("approval.sending") : t(`approval.confirm.${move}`)}
              </Button>
              <Button disabled={busy} onClick={() => setMove(null)}>
                {t("run.items.back")}
              </Button>
            </Box>
          </>
        )}
        {rights?.break_glass === "others_can_approve" ? (
          <Typography variant="caption" sx={{ color: "text.muted" }}>
            {t("approval.off.others_can_approve")}
          </Typography>
        ) : null}
      </Box>
    </Section>
  );
}

function Decided({ request }: { request: ApprovalRequest }) {
  const t = useTranslate();
  const format = useFormat();
  const { refused_because: because } = request;
  return (
    <Section title={t("approval.decision")}>
      <Typography variant="body2">{decidedWords(request, t, format)}</Typography>
      {because ? (
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
          {t(`actions.error.${because.code}`, { _: because.code })}
        </Typography>
      ) : null}
    </Section>
  );
}
