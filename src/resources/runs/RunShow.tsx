import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useCreatePath, useGetOne, useTranslate } from "react-admin";
import { Link, useParams } from "react-router";
import { ChangesTable } from "../../actions/ChangesTable";
import { CopyLinkButton } from "../../actions/CopyLinkButton";
import type { ActionDefinition, Scene } from "../../actions/definition";
import { ProofBox } from "../../actions/ProofBox";
import { definitionOf } from "../../actions/registry";
import { aboutRun } from "../../actions/runAnswer";
import { pathOf } from "../../actions/targets";
import { LIVE_MS } from "../../actions/useLiveRun";
import { useScene } from "../../actions/useScene";
import { EmptyState } from "../../display/EmptyState";
import { ErrorState } from "../../display/ErrorState";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import { PageHead } from "../../layout/PageHead";
import { isUnsettled, type Run } from "./run";
import { PlanCard } from "./show/PlanCard";
import { RunControls } from "./show/RunControls";
import { RunItems } from "./show/RunItems";
import { RunProgress } from "./show/RunProgress";
import { RunUndo } from "./show/RunUndo";
import { Story } from "./show/Story";

const UNKNOWN = new Set([400, 404, 406]);

/** A run, read as a story: who, why, what was planned, each step, what changed, proof, undo. */
export default function RunShow() {
  const t = useTranslate();
  const createPath = useCreatePath();
  const { id = "" } = useParams();
  const { data, error, refetch, dataUpdatedAt } = useGetOne<Run>(
    "runs",
    { id },
    {
      retry: false,
      refetchInterval: ({ state }) => (state.data && isUnsettled(state.data) ? LIVE_MS : false),
    },
  );

  if (data) {
    return <RunPage key={id} run={data} at={dataUpdatedAt} onChanged={() => void refetch()} />;
  }
  if (!error) {
    return (
      <Box aria-busy role="status" aria-label={t("run.loading")} sx={{ display: "grid", gap: 2 }}>
        <Skeleton width={180} height={16} />
        <Skeleton width="50%" height={32} />
        <Skeleton height={200} />
        <Skeleton height={280} />
      </Box>
    );
  }
  const unknown = UNKNOWN.has((error as { status?: number }).status ?? 0);
  return (
    <Paper sx={{ py: 3 }}>
      {unknown ? (
        <EmptyState
          title={t("run.unknown.title")}
          detail={t("run.unknown.detail", { id })}
          action={
            <Button component={Link} to={createPath({ resource: "runs", type: "list" })}>
              {t("run.unknown.back")}
            </Button>
          }
        />
      ) : (
        <ErrorState error={error} title={t("run.failed")} onRetry={() => void refetch()} />
      )}
    </Paper>
  );
}

function RunPage({ run, at, onChanged }: { run: Run; at: number; onChanged: () => void }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  const queryClient = useQueryClient();
  const definition = definitionOf(run.action);
  const scene = useScene(definition, {
    ...aboutRun(run),
    values: definition?.fromParams(run.params) ?? {},
    changes: run.changes,
  });
  // Of many items each line tells its own changes.
  const shown = run.items === null || run.changes.length > 0;

  return (
    <>
      <PageHead
        hideTitle
        title={run.code}
        crumbs={[
          {
            label: t("resources.runs.name", { smart_count: 2 }),
            to: createPath({ resource: "runs", type: "list" }),
          },
        ]}
      />
      <RunHead run={run} scene={scene} />
      {run.items === null ? null : (
        <Box sx={{ mb: 2 }}>
          <RunProgress run={run} at={at} />
        </Box>
      )}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "stretch",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
        }}
      >
        <PlanCard run={run} scene={scene} definition={definition} />
        <Story run={run} />
        {shown ? (
          <Box sx={{ alignSelf: "start" }}>
            <Changes run={run} scene={scene} definition={definition} />
          </Box>
        ) : null}
        <Box sx={{ display: shown ? "grid" : "contents", gap: 2, alignContent: "start" }}>
          <Section title={t("run.proof")}>
            <ProofBox
              again={run.finished_at ? "always" : "never"}
              run={run}
              definition={definition}
              proof={run.proof}
              name={scene.label}
              onRead={onChanged}
            />
          </Section>
          {run.items === null ? null : <RunControls run={run} onChanged={onChanged} />}
          {run.finished_at ? (
            <RunUndo
              run={run}
              name={scene.name}
              definition={definition}
              onUndone={() => void queryClient.invalidateQueries()}
            />
          ) : null}
        </Box>
      </Box>
      {run.items === null ? null : (
        <Box sx={{ mt: 2 }}>
          <RunItems run={run} definition={definition} />
        </Box>
      )}
    </>
  );
}

function RunHead({ run, scene }: { run: Run; scene: Scene }) {
  const t = useTranslate();
  const format = useFormat();
  const page = pathOf({ kind: run.target_kind, id: run.target_id });
  const action = t(`actions.${run.action}.title`, { _: run.action });
  const about = run.undoes_run ? t("run.undo_of", { action }) : action;
  const title = scene.count > 0 ? t("run.title", { action: about, target: scene.label }) : about;
  const facts = [
    t("run.who", { who: run.actor_email, role: run.actor_role }),
    t("run.started", { at: format.dateTime(run.started_at) }),
    run.incident ? t("run.incident", { code: run.incident }) : null,
  ];
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 2 }}>
      <Box sx={{ flex: "1 1 320px", minWidth: 0 }}>
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 1 }}>
          <Typography variant="h1" sx={{ overflowWrap: "anywhere" }}>
            {title}
          </Typography>
          <StatusChip domain="run" status={run.status} />
          {run.undone_at ? <StatusChip domain="grant" status="undone" /> : null}
        </Box>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {facts.filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      {page ? (
        <Button component={Link} to={page}>
          {t("run.open_record")}
        </Button>
      ) : null}
      <CopyLinkButton resource="runs" id={run.id} />
    </Box>
  );
}

type ChangesProps = { run: Run; scene: Scene; definition: ActionDefinition | null };

function Changes({ run, scene, definition }: ChangesProps) {
  const t = useTranslate();
  return (
    <Section title={t("run.changes.title")}>
      {run.changes.length === 0 ? (
        <EmptyState title={t("run.changes.none")} detail={t("run.changes.none_detail")} />
      ) : (
        <ChangesTable
          changes={run.changes}
          definition={definition}
          afterWords={(field, after) =>
            run.undoes_run ? null : (definition?.afterWords?.(field, after, scene) ?? null)
          }
        />
      )}
    </Section>
  );
}
