import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useCreatePath, useDataProvider, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { RunLink } from "../../../actions/RunLink";
import { ErrorState } from "../../../display/ErrorState";
import { shortened } from "../../../display/shortened";
import { useFormat } from "../../../i18n/useFormat";
import type { ConsoleDataProvider } from "../../../providers/dataProvider";
import { type AccessMoment, momentDetails, momentWords } from "./accessMoment";
import { overviewKey } from "./useOverview";

/** The last moments at which the customer's access changed, and what did it. Asked for when it is unfolded. */
export function AccessHistory({ userId }: { userId: string }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    // What changes the page changes this.
    queryKey: [...overviewKey(userId), "history"],
    queryFn: ({ signal }) => dataProvider.accessHistory(userId, signal),
    retry: false,
  });
  if (error && !data) {
    return (
      <ErrorState error={error} title={t("user.history.failed")} onRetry={() => void refetch()} />
    );
  }
  if (!data) {
    return (
      <Box aria-busy sx={{ display: "grid", gap: 1, px: 2, pb: 1.5 }}>
        <Skeleton height={12} width="70%" />
        <Skeleton height={12} width="50%" />
      </Box>
    );
  }
  if (data.length === 0) {
    return (
      <Typography
        variant="caption"
        component="p"
        sx={{ m: 0, px: 2, pb: 1.5, color: "text.muted" }}
      >
        {t("user.history.empty")}
      </Typography>
    );
  }
  return (
    <Box
      component="ol"
      aria-label={t("user.history.title")}
      sx={{ m: 0, px: 2, pb: 1.25, listStyle: "none", display: "grid", gap: 0.75 }}
    >
      {data.map((moment) => (
        <li key={moment.id}>
          <Moment moment={moment} userId={userId} />
        </li>
      ))}
    </Box>
  );
}

function Moment({ moment, userId }: { moment: AccessMoment; userId: string }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {momentWords(moment, t)}
      </Typography>
      <Typography
        variant="caption"
        component="div"
        title={format.exact(moment.at)}
        sx={{ color: "text.muted", overflowWrap: "anywhere" }}
      >
        <RecordOf moment={moment} userId={userId} />
        {` · ${momentDetails(moment, t, format).join(" · ")}`}
      </Typography>
    </>
  );
}

/** The way to what changed the access: its run, its line of the journal, or the customer's own list. */
function RecordOf({ moment, userId }: { moment: AccessMoment; userId: string }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  const { code, run_id, run_code, ref_resource, ref_id } = moment;
  const to =
    ref_resource === "audit"
      ? createPath({ resource: "audit", type: "show", id: ref_id })
      : `${createPath({ resource: "users", type: "show", id: userId })}?tab=${ref_resource}`;
  const record =
    ref_resource === "runs" ? null : (
      <Link component={RouterLink} underline="always" to={to}>
        {ref_resource === "audit" ? t("user.history.journal") : shortened(code ?? "", 24)}
      </Link>
    );
  const run = run_id && run_code ? <RunLink id={run_id} code={run_code} /> : null;
  return (
    <>
      {record}
      {record && run ? " · " : null}
      {run}
    </>
  );
}
