import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { ChangesTable } from "../../../actions/ChangesTable";
import type { ActionDefinition } from "../../../actions/definition";
import { ProofList } from "../../../actions/ProofList";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import type { RunItem, RunStep } from "../run";

type Props = { id: string; item: RunItem; definition: ActionDefinition | null };

/** How an item went: the vendor's calls with their times, what changed, and what was read again. */
export function ItemDetail({ id, item, definition }: Props) {
  const t = useTranslate();
  const { steps, changes, proof, target_label } = item;
  return (
    <Box
      id={id}
      role="group"
      aria-label={t("run.items.unfold", { label: target_label })}
      sx={{
        display: "grid",
        gap: 1.5,
        alignItems: "start",
        gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 340px), 1fr))",
        px: 2,
        pt: 0.5,
        pb: 1.5,
      }}
    >
      {steps.length > 0 ? (
        <Part title={t("run.items.steps")}>
          <Box component="ol" sx={listSx}>
            {steps.map((step) => (
              <StepRow key={step.name} step={step} over={item.finished_at !== null} />
            ))}
          </Box>
        </Part>
      ) : null}
      {changes.length > 0 ? (
        <Part title={t("run.items.changed")}>
          <ChangesTable changes={changes} definition={definition} />
        </Part>
      ) : null}
      {proof ? (
        <Part title={t("run.proof")} aside={<StatusChip domain="proof" status={proof.status} />}>
          <ProofList proof={proof} definition={definition} name={target_label} />
        </Part>
      ) : null}
    </Box>
  );
}

type PartProps = { title: string; aside?: ReactNode; children: ReactNode };

function Part({ title, aside, children }: PartProps) {
  return (
    <div>
      <Box sx={{ display: "flex", alignItems: "center", minHeight: 20, gap: 1, mb: 0.75 }}>
        <Typography
          variant="caption"
          component="h3"
          sx={{ m: 0, flexGrow: 1, color: "text.secondary" }}
        >
          {title}
        </Typography>
        {aside}
      </Box>
      {children}
    </div>
  );
}

/** A call that was begun and never ended is under way only while its item is. */
function StepRow({ step, over }: { step: RunStep; over: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const { name, service, status, attempts, started_at, finished_at } = step;
  return (
    <Box component="li" sx={stepSx}>
      <div>
        <Typography variant="body2">{t(`run.step.${name}`, { _: name })}</Typography>
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
          {[
            t(`run.service.${service}`, { _: service }),
            t("run.items.attempts", { smart_count: attempts }),
          ].join(" · ")}
        </Typography>
      </div>
      <StatusChip domain="step" status={status === "started" && over ? "unanswered" : status} />
      <Typography
        variant="caption"
        sx={{ color: "text.muted", fontVariantNumeric: "tabular-nums" }}
      >
        {format.timeSeconds(finished_at ?? started_at)}
      </Typography>
    </Box>
  );
}

const listSx = {
  m: 0,
  p: 0,
  border: 1,
  borderColor: "divider",
  borderRadius: "6px",
  listStyle: "none",
} as const;

const stepSx = {
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr) auto auto",
  alignItems: "center",
  columnGap: 1.5,
  px: 1.5,
  py: 0.75,
  "& + &": { borderTop: 1, borderColor: "divider" },
} as const;
