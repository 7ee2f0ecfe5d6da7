import AddOutlined from "@mui/icons-material/AddOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Popover from "@mui/material/Popover";
import { useRef, useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { FilterChip } from "./FilterChip";
import { FilterEditor } from "./FilterEditor";
import type { ListFilter } from "./listFilter";
import { SearchField } from "./SearchField";
import { type SearchRule, without } from "./search";
import { useFilterWords } from "./useFilterWords";

type Props = { filters: ListFilter[]; search?: SearchRule; placeholder: string };
type Editing = { filter: ListFilter; anchor: HTMLElement };

/** The search, what narrows the list now, and a way to narrow it more. All of it is in the address. */
export function FilterLine({ filters, search, placeholder }: Props) {
  const translate = useTranslate();
  const words = useFilterWords();
  const { data, filterValues, setFilters } = useListContext();
  const [menuOpen, setMenuOpen] = useState(false);
  const [editing, setEditing] = useState<Editing | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);

  const active = filters.flatMap((filter) => {
    const value = filter.read(filterValues);
    return value === null ? [] : [{ filter, value }];
  });
  const addable = filters.filter(
    (filter) => filter.editor.kind !== "fixed" && filter.read(filterValues) === null,
  );

  const apply = (filter: ListFilter, value: string) => {
    setEditing(null);
    setFilters({ ...without(filterValues, filter.keys), ...filter.write(value) });
  };

  if (!search && filters.length === 0) return null;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, minHeight: 32 }}>
      {search ? <SearchField rule={search} placeholder={placeholder} /> : null}
      {active.map(({ filter, value }) => (
        <FilterChip
          key={filter.id}
          name={words.name(filter)}
          value={words.value(filter, value, data?.[0])}
          onEdit={
            filter.editor.kind === "fixed"
              ? undefined
              : (event) => setEditing({ filter, anchor: event.currentTarget })
          }
          onRemove={() => setFilters(without(filterValues, filter.keys))}
        />
      ))}
      {addable.length > 0 ? (
        <Button
          ref={addButton}
          startIcon={<AddOutlined />}
          aria-haspopup="menu"
          aria-expanded={menuOpen}
          onClick={() => setMenuOpen(true)}
          sx={{
            height: 28,
            px: 1.25,
            borderStyle: "dashed",
            borderColor: "border.input",
            color: "text.secondary",
            bgcolor: "transparent",
            fontWeight: 400,
          }}
        >
          {translate("filters.add")}
        </Button>
      ) : null}
      {Object.keys(filterValues).length > 0 ? (
        <Button
          variant="text"
          color="primary"
          onClick={() => setFilters({})}
          sx={{ height: 28, fontWeight: 400 }}
        >
          {translate("filters.clear_all")}
        </Button>
      ) : null}

      <Menu open={menuOpen} anchorEl={addButton.current} onClose={() => setMenuOpen(false)}>
        {addable.map((filter) => (
          <MenuItem
            key={filter.id}
            onClick={() => {
              setMenuOpen(false);
              if (addButton.current) setEditing({ filter, anchor: addButton.current });
            }}
          >
            {words.name(filter)}
          </MenuItem>
        ))}
      </Menu>
      <Popover
        open={editing !== null}
        anchorEl={editing?.anchor}
        onClose={() => setEditing(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{
          paper: { sx: { mt: 0.5 }, "aria-label": editing ? words.name(editing.filter) : "" },
        }}
      >
        {editing ? (
          <FilterEditor
            filter={editing.filter}
            value={editing.filter.read(filterValues)}
            onApply={(value) => apply(editing.filter, value)}
          />
        ) : null}
      </Popover>
    </Box>
  );
}
