import TaskAltOutlined from "@mui/icons-material/TaskAltOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { ActionsOff } from "../../actions/actionsOff";
import { EmptyState } from "../../display/EmptyState";
import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { ConsoleList } from "../../list/ConsoleList";
import { choiceFilter, fixedFilter } from "../../list/filters/listFilter";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { ClassChip } from "./ClassChip";
import { ClassSheet } from "./ClassSheet";
import { CompareButton } from "./CompareButton";
import { ComparisonStrip } from "./ComparisonStrip";
import { driftColumns, Gist, WhoText } from "./columns";
import { DRIFT_CLASSES, DRIFT_STATUSES, type Drift, driftPath, repairableUser } from "./drift";
import { nameOf } from "./driftWords";
import { useDriftHealth, useRepairOff } from "./useDrifts";

const filters = [
  choiceFilter("status", DRIFT_STATUSES, "status.drift"),
  choiceFilter("class", DRIFT_CLASSES, "status.drift_class"),
  fixedFilter("user_id", "user_email"),
];

const OPEN = { status: "open" };

/** Why no repair of ours would end it. */
function barredBy(drift: Drift): "closed" | "nobody" | "by_hand" | null {
  if (repairableUser(drift)) return null;
  if (drift.closed_at !== null) return "closed";
  return drift.user_id === null ? "nobody" : "by_hand";
}

export default function DriftList() {
  const t = useTranslate();
  const off = useRepairOff();
  return (
    <ActionsOff value={off}>
      <ConsoleList<Drift>
        resource="drifts"
        sort={{ field: "since", order: "DESC" }}
        columns={driftColumns}
        filters={filters}
        startsWith={OPEN}
        search={{
          text: "user_email@ilike",
          uuidChip: "user_id",
          customer: "stripe_customer_id",
        }}
        to={driftPath}
        selectable={(row) => `${row.code} ${nameOf(row)}`}
        barred={(row) => {
          const why = barredBy(row);
          return why && t(`drifts.barred.${why}`);
        }}
        rowMenu={(row) => <RecordRowMenu name={row.code} row={row} to={driftPath(row)} />}
        actions={<CompareButton />}
        allClear={<AllClear />}
        above={
          <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0, 1fr)" }}>
            <ComparisonStrip />
            <ClassSheet />
          </Box>
        }
        compact={(row) => ({
          lead: <WhoText drift={row} />,
          leadAside: <ClassChip drift={row} />,
          detail: <Gist drift={row} />,
          detailAside: (
            <>
              <Money cents={row.amount_cents} /> ·{" "}
              {row.status === "open" ? (
                <RelativeTime at={row.since} />
              ) : (
                <StatusChip domain="drift" status={row.status} />
              )}
            </>
          ),
        })}
      />
    </ActionsOff>
  );
}

/** Nothing disagrees: as of when, or that nothing was compared yet. */
function AllClear() {
  const t = useTranslate();
  const { data: health } = useDriftHealth();
  const walkedAt = health?.walked_at;
  return (
    <EmptyState
      icon={<TaskAltOutlined sx={{ fontSize: 20 }} />}
      title={t(walkedAt ? "drifts.all_clear.title" : "drifts.all_clear.not_yet")}
      detail={
        walkedAt ? (
          <>
            {t("drifts.all_clear.as_of")} <RelativeTime at={walkedAt} />
          </>
        ) : (
          t("drifts.walk.soon")
        )
      }
    />
  );
}
