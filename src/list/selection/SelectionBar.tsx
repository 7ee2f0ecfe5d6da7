import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import { lazy, Suspense } from "react";
import { useListContext, useTranslate } from "react-admin";
import { useFollowedRun } from "../../actions/bulk/followedRun";
import { useFormat } from "../../i18n/useFormat";
import { useListTotal } from "../useListTotal";
import type { Selection } from "./useSelection";

// Every action comes with it: fetched with the first selection.
const BulkActions = lazy(() => import("../../actions/bulk/BulkActions"));
const FollowedRequest = lazy(() => import("../../actions/bulk/FollowedRequest"));
const FollowedRun = lazy(() => import("../../actions/bulk/FollowedRun"));

export const BAR_HEIGHT = 44;

/** Above the head and always there, so that no row moves: what is selected, and what can be done with it. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const translate = useTranslate();
  const format = useFormat();
  const { resource, data } = useListContext();
  const [followed] = useFollowedRun(resource);
  const total = useListTotal();
  const count = selection.ids.length;
  const rows = data?.length ?? 0;
  const elsewhere = count - selection.here;
  const words = { smart_count: count, count: format.number(count) };

  return (
    <Box
      role="group"
      aria-label={translate("list.selection")}
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1.5,
        height: BAR_HEIGHT,
        pl: "9px",
        pr: 1.5,
        borderBottom: 1,
        borderColor: count > 0 ? "primary.border" : "divider",
        bgcolor: count > 0 ? "action.selected" : undefined,
        "& .MuiButton-root": { height: 28 },
      }}
    >
      <Checkbox
        disabled={rows === 0}
        checked={rows > 0 && selection.here === rows}
        indeterminate={count > 0 && selection.here < rows}
        onChange={selection.togglePage}
        slotProps={{ input: { "aria-label": translate("list.select_page") } }}
        sx={{ p: "5px" }}
      />
      <Box role="status" sx={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}>
        {count === 0 ? (
          <Box component="span" sx={{ color: "text.muted" }}>
            {translate("list.selected_none")}
          </Box>
        ) : (
          <>
            <Box component="span" sx={{ fontWeight: 600 }}>
              {translate("list.selected", words)}
            </Box>{" "}
            <Box component="span" sx={{ color: "text.secondary" }}>
              {elsewhere > 0
                ? translate("list.selected_elsewhere", { count: format.number(elsewhere) })
                : total?.kind === "exact"
                  ? translate("list.selected_of", { total: format.number(total.value) })
                  : null}
            </Box>
          </>
        )}
      </Box>
      <Suspense fallback={null}>
        {count > 0 ? <BulkActions resource={resource} count={count} /> : null}
      </Suspense>
      <Box sx={{ flexGrow: 1 }} />
      <Suspense fallback={null}>
        {followed === null ? null : "approval" in followed ? (
          <FollowedRequest key={followed.approval} resource={resource} followed={followed} />
        ) : (
          <FollowedRun key={followed.id} resource={resource} followed={followed} />
        )}
      </Suspense>
      {count > 0 ? (
        <Button variant="text" color="primary" onClick={selection.clear}>
          {translate("list.unselect")}
        </Button>
      ) : null}
    </Box>
  );
}
