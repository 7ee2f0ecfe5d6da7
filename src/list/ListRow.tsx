import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import type { ReactNode } from "react";
import type { Column } from "./column";
import { useOpenRecord } from "./useOpenRecord";

type Props<Row> = {
  row: Row;
  columns: Column<Row>[];
  to: string | null;
  selected: boolean;
  check: ReactNode;
  menu?: ReactNode;
};

export const ROW_HEIGHT = 36;

/** One record on one line; the whole line opens it. Its first cell holds a true link. */
export function ListRow<Row>({ row, columns, to, selected, check, menu }: Props<Row>) {
  const open = useOpenRecord(to);
  return (
    <TableRow
      hover={to !== null}
      selected={selected}
      onClick={open}
      sx={{ height: ROW_HEIGHT, cursor: to ? "pointer" : "default" }}
    >
      {check ? (
        <TableCell padding="none" align="center" onClick={(event) => event.stopPropagation()}>
          {check}
        </TableCell>
      ) : null}
      {columns.map(({ key, align, cell }) => (
        <TableCell key={key} align={align}>
          {cell(row)}
        </TableCell>
      ))}
      {menu ? (
        <TableCell align="right" onClick={(event) => event.stopPropagation()}>
          {menu}
        </TableCell>
      ) : null}
    </TableRow>
  );
}
