import { breathing } from "../display/breathing";
import type { Column } from "./column";

/** How the body of a table looks that waits for its rows, each so high. */
export const waitingBody = (height: number) => ({
  ...breathing,
  "& > tr > td": { height, px: "10px", py: 0, borderBottom: 1, borderColor: "divider" },
  "& i": {
    display: "inline-block",
    verticalAlign: "middle",
    height: 12,
    maxWidth: "100%",
    borderRadius: "4px",
    bgcolor: "surface.subtle",
  },
});

type Props<Row> = { columns: Column<Row>[]; check: boolean; menu: boolean; count: number };

/**
 * Grey bars in rows of the same height as the rows to come. They are styled by their table and move with
 * it: hundreds of parts with a style of their own would take longer to draw than the rows.
 */
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
