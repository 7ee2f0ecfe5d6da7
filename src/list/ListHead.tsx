import ArrowDownwardOutlined from "@mui/icons-material/ArrowDownwardOutlined";
import Box from "@mui/material/Box";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TableSortLabel from "@mui/material/TableSortLabel";
import { useListContext, useTranslate } from "react-admin";
import { visuallyHidden } from "../layout/visuallyHidden";
import { searchFor, searchSort, sortsSearch } from "../providers/userSearch";
import { type Column, labelOf } from "./column";

type Props<Row> = { columns: Column<Row>[]; check: boolean; menu: boolean };

/** Column names; those that can be sorted by are buttons, newest and largest first. */
export function ListHead<Row>({ columns, check, menu }: Props<Row>) {
  const translate = useTranslate();
  const { resource, filterValues, sort: asked, setSort } = useListContext();
  const searched = searchFor(resource, filterValues) !== null;
  const sort = searched ? searchSort(asked) : asked;
  return (
    <TableHead>
      <TableRow>
        {check ? (
          <TableCell>
            <Box component="span" sx={visuallyHidden}>
              {translate("list.selection")}
            </Box>
          </TableCell>
        ) : null}
        {columns.map((column) => {
          const { key, align } = column;
          const sortable = column.sortable && (!searched || sortsSearch(key));
          const name = translate(labelOf(column));
          const sorted = sort.field === key;
          const direction = sort.order === "ASC" ? "asc" : "desc";
          const first = align === "right" ? "DESC" : "ASC";
          return (
            <TableCell key={key} align={align} sortDirection={sorted ? direction : false}>
              {sortable ? (
                <TableSortLabel
                  active={sorted}
                  direction={sorted ? direction : first === "ASC" ? "asc" : "desc"}
                  IconComponent={ArrowDownwardOutlined}
                  onClick={() =>
                    setSort({
                      field: key,
                      order: sorted ? (sort.order === "ASC" ? "DESC" : "ASC") : first,
                    })
                  }
                  sx={{
                    flexDirection: "row",
                    "&.Mui-active": { fontWeight: 600 },
                    "& .MuiTableSortLabel-icon": { fontSize: 14, m: 0, ml: 0.5 },
                    // The arrow takes no room until it shows, so right-aligned names stay on the edge.
                    "&:not(.Mui-active) .MuiTableSortLabel-icon": {
                      position: "absolute",
                      left: "100%",
                      ml: 0,
                    },
                  }}
                >
                  {name}
                </TableSortLabel>
              ) : (
                name
              )}
            </TableCell>
          );
        })}
        {menu ? (
          <TableCell>
            <Box component="span" sx={visuallyHidden}>
              {translate("list.actions")}
            </Box>
          </TableCell>
        ) : null}
      </TableRow>
    </TableHead>
  );
}
