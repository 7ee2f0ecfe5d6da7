import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type ReactNode, useState } from "react";
import { type RaRecord, useListContext } from "react-admin";
import { ErrorState } from "../display/ErrorState";
import { StaleBanner } from "../display/StaleBanner";
import { CompactList, CompactSkeleton } from "./CompactList";
import type { Column, CompactRow } from "./column";
import { ListHead } from "./ListHead";
import { ListPagination } from "./ListPagination";
import { ListRow, ROW_HEIGHT } from "./ListRow";
import { ListSkeleton, waitingBody } from "./ListSkeleton";
import { RowCheckbox } from "./selection/RowCheckbox";
import { NarrowSelectionBar, SelectionBar } from "./selection/SelectionBar";
import { useSelection } from "./selection/useSelection";

const MENU_WIDTH = 44;
const CHECK_WIDTH = 40;
const ROOMY = "(min-width: 1400px)";
/** An e-mail of usual length. */
const FLUID_LEAST = 220;

type Props<Row extends RaRecord> = {
  columns: Column<Row>[];
  compact: (row: Row) => CompactRow;
  to: (row: Row) => string | null;
  empty: ReactNode;
  rowMenu?: (row: Row) => ReactNode;
  totals?: ReactNode;
  /** Names a row that can be selected; without it the list has no bulk actions. */
  selectable?: (row: Row) => string;
  /** Why a row cannot be selected, in words; null when it can. */
  barred?: (row: Row) => string | null;
};

/** The rows of a list on one sheet, in its four states: loading, empty, error, stale. */
export function ListSheet<Row extends RaRecord>(props: Props<Row>) {
  const { compact, to, empty, rowMenu, totals, selectable, barred } = props;
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"), { noSsr: true });
  const roomy = useMediaQuery(ROOMY, { noSsr: true });
  const columns = props.columns.filter((column) => !column.csvOnly && (roomy || !column.wide));
  const list = useListContext<Row>();
  const { data, error, isPending, isFetching, isPlaceholderData, meta, perPage } = list;
  const refetch = () => void list.refetch();
  const selection = useSelection(
    list.resource,
    (data ?? []).filter((row) => !barred?.(row)),
  );
  const [choosing, setChoosing] = useState(false);

  const stale = Boolean(error && data);
  const message =
    error && !data ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : data?.length === 0 ? (
      empty
    ) : null;
  const checkbox = (row: Row) =>
    selectable ? (
      <RowCheckbox
        name={selectable(row)}
        barred={barred?.(row) ?? null}
        checked={selection.has(row.id)}
        onToggle={(upToHere) => selection.toggle(row.id, upToHere)}
      />
    ) : null;
  const width = columns.length + (rowMenu ? 1 : 0) + (selectable ? 1 : 0);
  const minWidth = columns.reduce(
    (sum, column) => sum + (column.width ?? column.least ?? FLUID_LEAST),
    (rowMenu ? MENU_WIDTH : 0) + (selectable ? CHECK_WIDTH : 0),
  );

  return (
    <Paper sx={{ overflow: "hidden" }} aria-busy={isFetching}>
      {stale ? <StaleBanner at={meta?.fetchedAt} onRetry={refetch} /> : null}
      {!selectable ? null : narrow ? (
        <NarrowSelectionBar selection={selection} choosing={choosing} onChoosing={setChoosing} />
      ) : (
        <SelectionBar selection={selection} />
      )}
      <Box
        sx={{
          opacity: isPlaceholderData ? 0.55 : 1,
          overflowX: "auto",
          // Words for those who hear the page are placed in it too, or they widen the page.
          position: "relative",
        }}
      >
        {narrow ? (
          <>
            {totals ? <Box sx={{ borderBottom: 1, borderColor: "divider" }}>{totals}</Box> : null}
            {message ??
              (isPending ? (
                <CompactSkeleton count={perPage} />
              ) : (
                <CompactList
                  rows={data ?? []}
                  compact={compact}
                  to={to}
                  check={choosing || selection.ids.length > 0 ? checkbox : null}
                />
              ))}
          </>
        ) : (
          <Table size="small" sx={{ tableLayout: "fixed", minWidth }}>
            <colgroup>
              {selectable ? <col style={{ width: CHECK_WIDTH }} /> : null}
              {columns.map(({ key, width }) => (
                <col key={key} style={{ width }} />
              ))}
              {rowMenu ? <col style={{ width: MENU_WIDTH }} /> : null}
            </colgroup>
            <ListHead columns={columns} check={Boolean(selectable)} menu={Boolean(rowMenu)} />
            <TableBody
              sx={{
                ...(isPending && !message ? waitingBody(ROW_HEIGHT) : {}),
                "& > tr:last-of-type > td": { borderBottom: 0 },
              }}
            >
              {message ? (
                <TableRow>
                  <TableCell colSpan={width} sx={{ py: 1 }}>
                    {message}
                  </TableCell>
                </TableRow>
              ) : isPending ? (
                <ListSkeleton
                  columns={columns}
                  check={Boolean(selectable)}
                  menu={Boolean(rowMenu)}
                  count={perPage}
                />
              ) : (
                <>
                  {totals ? (
                    <TableRow>
                      <TableCell colSpan={width} sx={{ p: 0 }}>
                        {totals}
                      </TableCell>
                    </TableRow>
                  ) : null}
                  {data?.map((row) => (
                    <ListRow
                      key={row.id}
                      row={row}
                      columns={columns}
                      to={to(row)}
                      selected={selectable ? selection.has(row.id) : false}
                      check={checkbox(row)}
                      menu={rowMenu?.(row)}
                    />
                  ))}
                </>
              )}
            </TableBody>
          </Table>
        )}
      </Box>
      <ListPagination />
    </Paper>
  );
}
