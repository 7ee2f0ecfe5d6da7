import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Select from "@mui/material/Select";
import { useListContext, useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { useListTotal } from "./useListTotal";

const PAGE_SIZES = [25, 50, 100];

/** Where one is in the list. Next and previous need no total. */
export function ListPagination() {
  const translate = useTranslate();
  const format = useFormat();
  const list = useListContext();
  const { data, page, perPage, setPage, setPerPage, hasNextPage, hasPreviousPage } = list;
  const total = useListTotal();

  const first = (page - 1) * perPage + 1;
  const last = first + (data?.length ?? 0) - 1;
  const range = { first: format.number(first), last: format.number(last) };
  const words = total
    ? translate(`list.range_${total.kind}`, { ...range, total: format.number(total.value) })
    : translate("list.range", range);

  // What is not there yet cannot jump when the rows turn out to be few.
  if (list.isPending || (page === 1 && !data?.length)) return null;
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1,
        minHeight: 44,
        px: { xs: 1.5, md: 1.25 },
        py: 0.75,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Box
        role="status"
        sx={{
          flex: "1 1 0",
          minWidth: 0,
          color: "text.secondary",
          fontVariantNumeric: "tabular-nums",
        }}
      >
        {data?.length ? words : ""}
      </Box>
      <Select
        variant="standard"
        disableUnderline
        value={PAGE_SIZES.includes(perPage) ? perPage : ""}
        displayEmpty
        renderValue={() => translate("list.per_page", { count: perPage })}
        onChange={(event) => setPerPage(Number(event.target.value))}
        inputProps={{ "aria-label": translate("list.page_size") }}
        // A phone has no room for it, and scrolls anyway.
        sx={{
          display: { xs: "none", sm: "inline-flex" },
          color: "text.secondary",
          mr: 1,
          bgcolor: "transparent",
        }}
      >
        {PAGE_SIZES.map((size) => (
          <MenuItem key={size} value={size}>
            {translate("list.per_page", { count: size })}
          </MenuItem>
        ))}
      </Select>
      <Button disabled={!hasPreviousPage} onClick={() => setPage(page - 1)} sx={{ height: 28 }}>
        {translate("list.previous")}
      </Button>
      <Button disabled={!hasNextPage} onClick={() => setPage(page + 1)} sx={{ height: 28 }}>
        {translate("list.next")}
      </Button>
    </Box>
  );
}
