import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import MenuList from "@mui/material/MenuList";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import type { ListFilter } from "./listFilter";
import { PeriodEditor } from "./PeriodEditor";
import { useFilterWords } from "./useFilterWords";

type Props = { filter: ListFilter; value: string | null; onApply: (value: string) => void };

/** Where the value of one filter is chosen. */
export function FilterEditor({ filter, value, onApply }: Props) {
  const translate = useTranslate();
  const { editor } = filter;
  if (editor.kind === "choice") {
    return (
      <MenuList autoFocusItem sx={{ p: 0.5, minWidth: 180 }}>
        {editor.choices.map((choice) => (
          <MenuItem
            key={choice.value}
            selected={choice.value === value}
            onClick={() => onApply(choice.value)}
          >
            {translate(choice.label, { _: choice.value })}
          </MenuItem>
        ))}
      </MenuList>
    );
  }
  if (editor.kind === "period") return <PeriodEditor value={value} onApply={onApply} />;
  if (editor.kind === "fixed") return null;
  return <TextEditor filter={filter} value={value} onApply={onApply} />;
}

function TextEditor({ filter, value, onApply }: Props) {
  const translate = useTranslate();
  const words = useFilterWords();
  const [text, setText] = useState(value ?? "");
  const isMonth = filter.editor.kind === "month";
  const shortest = filter.editor.kind === "text" ? filter.editor.shortest : 1;
  const ready = text.trim().length >= shortest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onApply(text.trim());
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      sx={{ p: 1.5, display: "grid", gap: 1.5, width: 280, maxWidth: "100%" }}
    >
      <TextField
        autoFocus
        type={isMonth ? "month" : "text"}
        label={words.name(filter)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        helperText={shortest > 1 ? translate("filters.search_hint") : undefined}
      />
      <Button type="submit" disabled={!ready}>
        {translate("filters.apply")}
      </Button>
    </Box>
  );
}
