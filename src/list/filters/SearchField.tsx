import CloseOutlined from "@mui/icons-material/CloseOutlined";
import SearchOutlined from "@mui/icons-material/SearchOutlined";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import {
  LONGEST_SEARCH,
  parseSearch,
  type SearchRule,
  searchKeys,
  searchText,
  without,
} from "./search";

const PAUSE = 300;

/** The one search box of a list. The list follows when the typing pauses. */
export function SearchField({ rule, placeholder }: { rule: SearchRule; placeholder: string }) {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const current = searchText(filterValues, rule);
  const [typed, setTyped] = useState(current);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(current);

  // The address changed by another way: back, a link, « Tout effacer ».
  useEffect(() => {
    if (current === sent.current) return;
    sent.current = current;
    setTyped(current);
  }, [current]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const search = parseSearch(typed, rule);
  const change = (text: string, pause = PAUSE) => {
    setTyped(text);
    clearTimeout(timer.current);
    const next = parseSearch(text, rule);
    if (next.kind === "too_short") return;
    const { pathname } = window.location;
    timer.current = setTimeout(() => {
      // A record was opened in the meantime: its page is loading and must not be taken back.
      if (window.location.pathname !== pathname) return;
      const rest = without(filterValues, searchKeys(rule));
      const filter = next.kind === "filter" ? { ...rest, ...next.filter } : rest;
      sent.current = searchText(filter, rule);
      if (next.kind === "filter" && sent.current === "") setTyped("");
      setFilters(filter);
    }, pause);
  };

  return (
    <TextField
      type="text"
      value={typed}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") change(typed, 0);
        if (event.key === "Escape" && typed) change("", 0);
      }}
      placeholder={placeholder}
      sx={{ width: { md: 320 }, flexGrow: { xs: 1, md: 0 }, minWidth: 220 }}
      slotProps={{
        htmlInput: {
          "aria-label": placeholder,
          autoComplete: "off",
          spellCheck: false,
          maxLength: LONGEST_SEARCH,
        },
        input: {
          sx: { pl: 1.25, pr: 0.5 },
          startAdornment: (
            <InputAdornment position="start" sx={{ mr: 0.5, color: "text.secondary" }}>
              <SearchOutlined sx={{ fontSize: 16 }} />
            </InputAdornment>
          ),
          endAdornment: (
            <InputAdornment position="end">
              {search.kind === "too_short" ? (
                <Typography variant="caption" role="status" sx={{ color: "text.muted", pr: 0.5 }}>
                  {translate("filters.search_hint")}
                </Typography>
              ) : null}
              {typed ? (
                <IconButton
                  aria-label={translate("filters.clear_search")}
                  onClick={() => change("", 0)}
                  sx={{ p: "4px" }}
                >
                  <CloseOutlined sx={{ fontSize: 14 }} />
                </IconButton>
              ) : null}
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
