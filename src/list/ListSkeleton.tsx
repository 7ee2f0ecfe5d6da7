import { skeletonBars } from "../display/skeletonBars";
import type { Column } from "./column";

/** How the body of a table looks that waits for its rows, each so high. */
export const waitingBody = (height: number) => ({
  ...skeletonBars,
  "& > tr > td": { height, px: "10px", py: 0, borderBottom: 1, borderColor: "divider" },
});

type Props<Row> = { columns: Column<Row>[]; check: boolean; menu: boolean; count: number };

/** Grey bars in rows of the same height as the rows to come, in a waitingBody(). */
export function ListSkeleton<Row>({ columns, check, menu, count }: Props<Row>) {
  const rows = Array.from({ length: count }, (_, index) => index);
  return rows.map((row) => (
    <tr key={row} aria-hidden>
      {check ? <td /> : null}
      {columns.map(({ key, align, skeleton }) => (
        <td key={key} align={align}>
          {skeleton > 0 ? <i style={{ width: skeleton - ((row * 7) % 4) * 4 }} /> : null}
        </td>
      ))}
      {menu ? <td /> : null}
    </tr>
  ));
}
