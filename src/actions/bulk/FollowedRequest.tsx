import { useEffect } from "react";
import { useGetOne } from "react-admin";
import type { ApprovalStatus } from "../../../supabase/functions/_shared/contract";
import { errorFacts } from "../../display/errorWords";
import { StatusChip } from "../../display/StatusChip";
import type { ApprovalRequest } from "../../resources/approvals/approval";
import { FollowedLine } from "./FollowedLine";
import { ABSENT, type FollowedRequest as Followed, useFollowedRun } from "./followedRun";

/** A colleague takes minutes, not seconds. */
const REFRESH_EVERY = 5000;

/** Agreed to, its run may be about to start. */
const OPEN: readonly ApprovalStatus[] = ["pending", "approved"];

type Props = { resource: string; followed: Followed };

/** What became of the request for a selection; once a colleague has agreed, its run is followed. */
export default function FollowedRequest({ resource, followed: { approval, rows } }: Props) {
  const [, setFollowed] = useFollowedRun(resource);
  const { data: request, error } = useGetOne<ApprovalRequest>(
    "approvals",
    { id: approval },
    {
      retry: false,
      refetchInterval: ({ state }) =>
        state.data && (state.data.run_id || !OPEN.includes(state.data.status))
          ? false
          : REFRESH_EVERY,
    },
  );

  const run = request?.run_id;
  useEffect(() => {
    if (run) setFollowed({ id: run, rows });
  }, [run, rows, setFollowed]);

  const gone = ABSENT.includes(errorFacts(error).status ?? 0);
  useEffect(() => {
    if (gone) setFollowed(null);
  }, [gone, setFollowed]);

  if (!request) return null;
  return (
    <FollowedLine
      to={`/approvals/${request.id}/show`}
      code={request.code}
      onDismiss={() => setFollowed(null)}
    >
      <StatusChip domain="approval" status={request.status} />
    </FollowedLine>
  );
}
