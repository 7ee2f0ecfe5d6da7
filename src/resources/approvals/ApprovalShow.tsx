import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useGetOne, useTranslate } from "react-admin";
import { Link, useParams } from "react-router";
import { ChangesTable } from "../../actions/ChangesTable";
import { CopyLinkButton } from "../../actions/CopyLinkButton";
import { Notice } from "../../actions/Notice";
import { warningWords } from "../../actions/noticeWords";
import { definitionOf } from "../../actions/registry";
import { aboutRun } from "../../actions/runAnswer";
import { useScene } from "../../actions/useScene";
import { EmptyState } from "../../display/EmptyState";
import { ErrorState } from "../../display/ErrorState";
import { errorFacts } from "../../display/errorWords";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import { PageHead } from "../../layout/PageHead";
import type { ApprovalRequest } from "./approval";
import { Comments } from "./show/Comments";
import { Decision } from "./show/Decision";
import { RequestCard } from "./show/RequestCard";
import { RequestStory } from "./show/RequestStory";

const ABSENT = [400, 404, 406];
/** Somebody else may decide at any moment. */
const LIVE_MS = 4_000;

/** A request for a second pair of eyes: what was asked for, by whom, what would change, and the decision. */
export default function ApprovalShow() {
  const t = useTranslate();
  const { id = "" } = useParams();
  const { data, error, refetch } = useGetOne<ApprovalRequest>(
    "approvals",
    { id },
    {
      retry: false,
      refetchInterval: ({ state }) => (state.data?.status === "pending" ? LIVE_MS : false),
    },
  );
  if (data) return <Page key={id} request={data} onChanged={() => void refetch()} />;
  if (!error) {
    return (
      <Box
        aria-busy
        role="status"
        aria-label={t("approval.loading")}
        sx={{ display: "grid", gap: 2 }}
      >
        <Skeleton width={180} height={16} />
        <Skeleton width="50%" height={32} />
        <Skeleton height={200} />
        <Skeleton height={200} />
      </Box>
    );
  }
  return (
    <Paper sx={{ py: 3 }}>
      {ABSENT.includes(errorFacts(error).status ?? 0) ? (
        <EmptyState
          title={t("approval.unknown.title")}
          detail={t("approval.unknown.detail")}
          action={
            <Button component={Link} to="/approvals">
              {t("approval.unknown.back")}
            </Button>
          }
        />
      ) : (
        <ErrorState error={error} title={t("approval.failed")} onRetry={() => void refetch()} />
      )}
    </Paper>
  );
}

type Props = { request: ApprovalRequest; onChanged: () => void };

function Page({ request, onChanged }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const queryClient = useQueryClient();
  const definition = definitionOf(request.action);
  const scene = useScene(definition, {
    ...aboutRun(request),
    values: definition?.fromParams(request.params) ?? {},
    changes: request.changes,
  });
  const changed = () => {
    onChanged();
    void queryClient.invalidateQueries();
  };
  return (
    <>
      <PageHead
        hideTitle
        title={request.code}
        crumbs={[{ label: t("resources.approvals.name", { smart_count: 2 }), to: "/approvals" }]}
      />
      <Head request={request} label={scene.label} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "start",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) 400px" },
        }}
      >
        {/* On a phone the decision comes before what it is about. */}
        <Box sx={{ display: "grid", gap: 2, order: { xs: 0, md: 1 } }}>
          <Decision request={request} scene={scene} definition={definition} onChanged={changed} />
          <Comments request={request} onChanged={onChanged} />
        </Box>
        <Box sx={{ display: "grid", gap: 2 }}>
          <RequestCard request={request} scene={scene} definition={definition} />
          <Section title={t("approval.changes")}>
            {request.items !== null && request.changes.length === 0 ? (
              <Typography variant="body2" sx={{ color: "text.secondary" }}>
                {t("approval.unforeseen")}
              </Typography>
            ) : (
              <ChangesTable
                changes={request.changes}
                definition={definition}
                afterWords={(field, after) =>
                  request.mode === "undo"
                    ? null
                    : (definition?.afterWords?.(field, after, scene) ?? null)
                }
              />
            )}
            {request.warnings.map((warning) => {
              const speech = { action: request.action, name: scene.name, t, format };
              const { title, body } = warningWords(warning, speech);
              return (
                <Notice key={warning.code} severity="warning" title={title} sx={{ mt: 1.5 }}>
                  {body}
                </Notice>
              );
            })}
          </Section>
          <RequestStory request={request} />
        </Box>
      </Box>
    </>
  );
}

function Head({ request, label }: { request: ApprovalRequest; label: string }) {
  const t = useTranslate();
  const format = useFormat();
  const title = t(request.mode === "undo" ? "run.undo_title" : "run.title", {
    action: t(`actions.${request.action}.title`, { _: request.action }),
    target: label,
  });
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 2 }}>
      <Box sx={{ flex: "1 1 320px", minWidth: 0 }}>
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 1 }}>
          <Typography variant="h1" sx={{ overflowWrap: "anywhere" }}>
            {title}
          </Typography>
          <StatusChip domain="approval" status={request.status} />
        </Box>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {[
            t("approval.asked", {
              who: request.requested_by_email,
              at: format.dateTime(request.requested_at),
            }),
            request.status === "pending"
              ? t("approval.until", { at: format.dateTime(request.expires_at) })
              : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </Typography>
      </Box>
      <CopyLinkButton resource="approvals" id={request.id} />
    </Box>
  );
}
