import Skeleton from "@mui/material/Skeleton";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import type { Column } from "./column";

type Props<Row> = {
  columns: Column<Row>[];
  check: boolean;
  menu: boolean;
  count: number;
  height: number;
};

/** Grey bars in rows of the same height as the rows to come; their table moves, not each of them. */
export function ListSkeleton<Row>({ columns, check, menu, count, height }: Props<Row>) {
  const rows = Array.from({ length: count }, (_, index) => index);
  return rows.map((row) => (
    <TableRow key={row} sx={{ height }} aria-hidden>
      {check ? <TableCell /> : null}
      {columns.map(({ key, align, skeleton }) => (
        <TableCell key={key} align={align}>
          {skeleton > 0 ? (
            <Skeleton
              animation={false}
              width={skeleton - ((row * 7) % 4) * 4}
              height={12}
              sx={{ display: "inline-block", maxWidth: "100%", verticalAlign: "middle" }}
            />
          ) : null}
        </TableCell>
      ))}
      {menu ? <TableCell /> : null}
    </TableRow>
  ));
}
