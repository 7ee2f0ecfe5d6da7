import AutorenewOutlined from "@mui/icons-material/AutorenewOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import type { Proof, RunRecord, RunReport } from "../../supabase/functions/_shared/contract";
import { NoDataChip } from "../display/NoDataChip";
import { StatusChip } from "../display/StatusChip";
import { useFormat } from "../i18n/useFormat";
import { proveRun } from "./api";
import { type ActionDefinition, canReread } from "./definition";
import { FailureNotice } from "./FailureNotice";
import { type ActionFailure, failureOf } from "./failure";
import { ProofList } from "./ProofList";

type Props = {
  run: Pick<RunRecord, "id" | "action" | "items"> & { undoes_run?: string | null };
  definition: ActionDefinition | null;
  proof: Proof | null;
  name: string;
  /** Offer to read again: even when the last reading was fine, when it was not, or not at all. */
  again?: "always" | "doubt" | "never";
  onRead?: (answer: RunReport) => void;
};

/** The last reading of the truth after a run, and a way to read it again. */
export function ProofBox({ run, definition, proof, name, again = "doubt", onRead }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const [newest, setNewest] = useState<Proof | null>(null);
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const shown = newest ?? proof;

  const read = () => {
    setReading(true);
    setFailure(null);
    proveRun(run)
      .then(
        (answer) => {
          setNewest(answer.proof);
          onRead?.(answer);
        },
        (error) => setFailure(failureOf(error)),
      )
      .finally(() => setReading(false));
  };

  return (
    <div>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 0.75 }}>
        <Typography
          variant="caption"
          component="p"
          sx={{ m: 0, flexGrow: 1, color: "text.secondary" }}
        >
          {shown
            ? t("actions.result.proof_read", { time: format.timeSeconds(shown.checked_at) })
            : t("actions.result.proof_missing")}
        </Typography>
        {shown ? (
          <StatusChip domain="proof" status={shown.status} />
        ) : (
          <NoDataChip label={t("status.proof.unverified")} />
        )}
      </Box>
      {shown ? <ProofList proof={shown} definition={definition} name={name} /> : null}
      {failure ? (
        <Box sx={{ mt: 1 }}>
          <FailureNotice failure={failure} of={definition?.name ?? null} />
        </Box>
      ) : null}
      {canReread(definition, run) &&
      (again === "always" || (again === "doubt" && shown?.status !== "verified")) ? (
        <Button startIcon={<AutorenewOutlined />} disabled={reading} onClick={read} sx={{ mt: 1 }}>
          {t(reading ? "actions.result.reading" : "actions.result.read_again")}
        </Button>
      ) : null}
    </div>
  );
}
