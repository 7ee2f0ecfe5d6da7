import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useGetList, useGetOne, useRecordSelection, useTranslate } from "react-admin";
import { errorFacts } from "../../display/errorWords";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import type { Run, RunItem } from "../../resources/runs/run";
import { progressOf } from "../../resources/runs/show/progress";
import { LIVE_MS } from "../useLiveRun";
import { FollowedLine } from "./FollowedLine";
import { ABSENT, type Followed, useFollowedRun } from "./followedRun";
import { selectionAfter } from "./selectionAfter";

/** What did not come out as it should; what was left out on purpose did. */
const FAILED = "(failed,attention,cancelled)";

type Props = { resource: string; followed: Followed };

/** How far the run of a selection is. At its end the rows that succeeded are deselected, the others selected. */
export default function FollowedRun({ resource, followed }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [, setFollowed] = useFollowedRun(resource);
  const [ids, { select }] = useRecordSelection({ resource });
  const {
    data: run,
    error,
    dataUpdatedAt,
  } = useGetOne<Run>(
    "runs",
    { id: followed.id },
    {
      retry: false,
      refetchInterval: ({ state }) => (state.data?.finished_at ? false : LIVE_MS),
    },
  );
  const told = followed.left !== undefined;
  const { data: items } = useGetList<RunItem>(
    "run_items",
    {
      filter: { run_id: followed.id, "status@in": FAILED },
      sort: { field: "position", order: "ASC" },
      pagination: { page: 1, perPage: 500 },
    },
    { enabled: !told && run?.finished_at != null },
  );

  useEffect(() => {
    if (told || !items) return;
    const failed = new Set(items.map(({ target_id }) => target_id));
    const { selected, left } = selectionAfter(ids, followed.rows, failed);
    select(selected);
    setFollowed({ ...followed, left });
    void queryClient.invalidateQueries({ queryKey: [resource] });
  }, [told, items, followed, ids, select, setFollowed, queryClient, resource]);

  const gone = ABSENT.includes(errorFacts(error).status ?? 0);
  useEffect(() => {
    if (gone) setFollowed(null);
  }, [gone, setFollowed]);

  if (!run) return null;
  const { ended: over, total } = progressOf(run, dataUpdatedAt);
  return (
    <FollowedLine
      to={`/runs/${run.id}/show`}
      code={run.code}
      onDismiss={run.finished_at ? () => setFollowed(null) : null}
    >
      <StatusChip domain="run" status={run.status} />
      <span style={{ fontVariantNumeric: "tabular-nums" }}>
        {followed.left?.failed
          ? t(`actions.bulk.${followed.left.selected ? "failed" : "failed_apart"}`, {
              smart_count: followed.left.failed,
            })
          : t("run.items.of", { done: format.number(over), total: format.number(total) })}
      </span>
    </FollowedLine>
  );
}
