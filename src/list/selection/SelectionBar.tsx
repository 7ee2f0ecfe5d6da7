import Checklist from "@mui/icons-material/Checklist";
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

const look = (count: number) =>
  ({
    display: "flex",
    alignItems: "center",
    borderBottom: 1,
    borderColor: count > 0 ? "primary.border" : "divider",
    bgcolor: count > 0 ? "action.selected" : undefined,
  }) as const;

function PageCheckbox({ selection }: { selection: Selection }) {
  const translate = useTranslate();
  const { rows } = selection;
  const some = selection.ids.length > 0 && selection.here < rows;
  return (
    <Checkbox
      disabled={rows === 0}
      checked={rows > 0 && selection.here === rows}
      indeterminate={some}
      // MUI draws the third state and names it, but leaves the element itself in one of two.
      ref={(root) => {
        const input = root?.querySelector("input");
        if (input) input.indeterminate = some;
      }}
      onChange={selection.togglePage}
      slotProps={{ input: { "aria-label": translate("list.select_page") } }}
      sx={{ p: "5px" }}
    />
  );
}

/** How many rows are selected, and of how many, or that some are not on this page. */
function SelectedCount({ selection }: { selection: Selection }) {
  const translate = useTranslate();
  const format = useFormat();
  const total = useListTotal();
  const count = selection.ids.length;
  const elsewhere = count - selection.here;
  const words = { smart_count: count, count: format.number(count) };
  return (
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
  );
}

function Offered({ selection }: { selection: Selection }) {
  const { resource } = useListContext();
  const count = selection.ids.length;
  return (
    <Suspense fallback={null}>
      {count > 0 ? <BulkActions resource={resource} count={count} /> : null}
    </Suspense>
  );
}

/** What was started from this list, until somebody waves it away. */
function FollowedHere() {
  const { resource } = useListContext();
  const [followed] = useFollowedRun(resource);
  return (
    <Suspense fallback={null}>
      {followed === null ? null : "approval" in followed ? (
        <FollowedRequest key={followed.approval} resource={resource} followed={followed} />
      ) : (
        <FollowedRun key={followed.id} resource={resource} followed={followed} />
      )}
    </Suspense>
  );
}

/** Above the head and always there, so that no row moves: what is selected, and what can be done with it. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const translate = useTranslate();
  const count = selection.ids.length;
  return (
    <Box
      role="group"
      aria-label={translate("list.selection")}
      sx={{
        ...look(count),
        gap: 1.5,
        height: BAR_HEIGHT,
        pl: "9px",
        pr: 1.5,
        "& .MuiButton-root": { height: 28 },
      }}
    >
      <PageCheckbox selection={selection} />
      <SelectedCount selection={selection} />
      <Offered selection={selection} />
      <Box sx={{ flexGrow: 1 }} />
      <FollowedHere />
      {count > 0 ? (
        <Button variant="text" color="primary" onClick={selection.clear}>
          {translate("list.unselect")}
        </Button>
      ) : null}
    </Box>
  );
}

type NarrowProps = {
  selection: Selection;
  /** Whether the rows show their boxes. */
  choosing: boolean;
  onChoosing: (choosing: boolean) => void;
};

/** The same on a phone, where a row is one large link: its boxes come when they are asked for. */
export function NarrowSelectionBar({ selection, choosing, onChoosing }: NarrowProps) {
  const translate = useTranslate();
  const count = selection.ids.length;
  const open = choosing || count > 0;
  return (
    <Box
      role="group"
      aria-label={translate("list.selection")}
      sx={{ ...look(count), flexWrap: "wrap", gap: 1, minHeight: BAR_HEIGHT, px: 0.75, py: 0.5 }}
    >
      {open ? (
        <>
          <PageCheckbox selection={selection} />
          <SelectedCount selection={selection} />
          <Box sx={{ flexGrow: 1 }} />
          <Button
            variant="text"
            color="primary"
            onClick={() => {
              selection.clear();
              onChoosing(false);
            }}
          >
            {translate(count > 0 ? "list.unselect" : "ra.action.cancel")}
          </Button>
          {count > 0 ? (
            <Box sx={{ flexBasis: "100%", display: "flex", flexWrap: "wrap", gap: 1, px: 0.75 }}>
              <Offered selection={selection} />
            </Box>
          ) : null}
        </>
      ) : (
        <Button
          variant="text"
          startIcon={<Checklist />}
          disabled={selection.rows === 0}
          onClick={() => onChoosing(true)}
        >
          {translate("list.select_rows")}
        </Button>
      )}
      <Box sx={{ px: 0.75 }}>
        <FollowedHere />
      </Box>
    </Box>
  );
}
