import CompareArrowsOutlined from "@mui/icons-material/CompareArrowsOutlined";
import ExpandMore from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import MenuItem from "@mui/material/MenuItem";
import MenuList from "@mui/material/MenuList";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import { type FormEvent, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import { useFormat } from "../../i18n/useFormat";
import type { RangeState } from "./useChartRange";

/** Which time the charts of a page show, and whether the period before stands beside it. */
export function RangeControl({
  state,
  comparable = true,
}: {
  state: RangeState;
  comparable?: boolean;
}) {
  const t = useTranslate();
  const format = useFormat();
  const { range, offered, compare, setRange, setCompare } = state;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const noon = (day: string) => format.date(`${day}T12:00:00Z`);
  const label =
    range.name === "custom"
      ? t("charts.range.between", { first: noon(range.days.first), last: noon(range.days.last) })
      : t(`charts.range.${range.name}`);
  return (
    <>
      {comparable ? (
        <Button
          aria-pressed={compare}
          aria-label={t("charts.range.compare")}
          onClick={() => setCompare(!compare)}
          sx={{
            gap: 0.75,
            minWidth: { xs: 44, md: 0 },
            ...(compare && { bgcolor: "action.selected", color: "primary.main" }),
          }}
        >
          <CompareArrowsOutlined sx={{ fontSize: 16 }} />
          <Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
            {t("charts.range.compare")}
          </Box>
        </Button>
      ) : null}
      <Button
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${t("charts.range.label")} : ${label}`}
        onClick={() => setOpen(true)}
        endIcon={<ExpandMore />}
      >
        {label}
      </Button>
      <Popover
        open={open}
        anchorEl={button.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { sx: { mt: 0.5 }, "aria-label": t("charts.range.label") } }}
      >
        <Box sx={{ width: 300, maxWidth: "100%" }}>
          <MenuList autoFocusItem={range.name !== "custom"} sx={{ p: 0.5 }}>
            {offered.names.map((name) =>
              name === "custom" ? null : (
                <MenuItem
                  key={name}
                  selected={name === range.name}
                  onClick={() => {
                    setOpen(false);
                    setRange(name);
                  }}
                >
                  {t(`charts.range.${name}`)}
                </MenuItem>
              ),
            )}
          </MenuList>
          {offered.names.includes("custom") ? (
            <>
              <Divider />
              <OwnDays
                days={range.days}
                onApply={(days) => {
                  setOpen(false);
                  setRange("custom", days);
                }}
              />
            </>
          ) : null}
        </Box>
      </Popover>
    </>
  );
}

type OwnDaysProps = {
  days: { first: string; last: string };
  onApply: (days: { first: string; last: string }) => void;
};

function OwnDays({ days: shown, onApply }: OwnDaysProps) {
  const t = useTranslate();
  const [days, setDays] = useState(shown);
  const valid = days.first !== "" && days.last !== "" && days.first <= days.last;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) onApply(days);
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ p: 1.5, display: "grid", gap: 1.5 }}>
      <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 1 }}>
        {(["first", "last"] as const).map((end) => (
          <TextField
            key={end}
            type="date"
            label={t(`charts.range.${end}`)}
            value={days[end]}
            error={!valid && days.first !== "" && days.last !== ""}
            onChange={(event) => setDays({ ...days, [end]: event.target.value })}
          />
        ))}
      </Box>
      <Button type="submit" disabled={!valid}>
        {t("charts.range.apply")}
      </Button>
    </Box>
  );
}
