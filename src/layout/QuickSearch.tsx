import SearchOutlined from "@mui/icons-material/SearchOutlined";
import Box from "@mui/material/Box";
import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { LONGEST_SEARCH, parseSearch, userSearch } from "../list/filters/search";

type Props = { onDone?: () => void; autoFocus?: boolean };

/** From anywhere to a customer: ⌘K, a piece of an e-mail, Enter. */
export function QuickSearch({ onDone, autoFocus = false }: Props) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const search = parseSearch(typed, userSearch);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", focus);
    return () => window.removeEventListener("keydown", focus);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (search.kind !== "filter") return;
    const filter = encodeURIComponent(JSON.stringify(search.filter));
    navigate(`/users?filter=${filter}`);
    setTyped("");
    // The next key is for what was found, not for the pages on the left.
    document.getElementById("content")?.focus({ preventScroll: true });
    onDone?.();
  };

  return (
    <Box component="form" role="search" onSubmit={submit} sx={{ width: "100%", maxWidth: 440 }}>
      <TextField
        fullWidth
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        inputRef={input}
        autoFocus={autoFocus}
        placeholder={translate("layout.search")}
        slotProps={{
          htmlInput: {
            "aria-label": translate("layout.search_label"),
            autoComplete: "off",
            spellCheck: false,
            maxLength: LONGEST_SEARCH,
          },
          input: {
            sx: { pl: 1.25, pr: 1 },
            startAdornment: (
              <InputAdornment position="start" sx={{ mr: 0.5, color: "text.secondary" }}>
                <SearchOutlined sx={{ fontSize: 18 }} />
              </InputAdornment>
            ),
            endAdornment: (
              <InputAdornment position="end">
                {search.kind === "too_short" ? (
                  <Typography variant="caption" role="status" sx={{ color: "text.muted" }}>
                    {translate("filters.search_hint")}
                  </Typography>
                ) : (
                  <ShortcutKey />
                )}
              </InputAdornment>
            ),
          },
        }}
      />
    </Box>
  );
}

function ShortcutKey() {
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={{
        // A phone has no such keys.
        display: { xs: "none", md: "inline" },
        px: 0.75,
        borderRadius: "4px",
        border: 1,
        borderColor: "divider",
        bgcolor: "surface.subtle",
        color: "text.secondary",
        font: "inherit",
        fontSize: 12,
        fontWeight: 500,
        lineHeight: "18px",
      }}
    >
      {apple ? "⌘K" : "Ctrl K"}
    </Box>
  );
}
