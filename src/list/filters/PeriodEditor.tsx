import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import MenuItem from "@mui/material/MenuItem";
import MenuList from "@mui/material/MenuList";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { daysOfPeriod, periodOfDays, RECENT_DAYS, recentPeriod } from "./period";

type Props = { value: string | null; onApply: (value: string) => void };

/** The usual periods in one click, any other by its first and last day. */
export function PeriodEditor({ value, onApply }: Props) {
  const translate = useTranslate();
  const [days, setDays] = useState(() => daysOfPeriod(value ?? ".."));
  const filled = days.first !== "" || days.last !== "";
  const inOrder = !days.first || !days.last || days.first <= days.last;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filled && inOrder) onApply(periodOfDays(days.first, days.last));
  };
  return (
    <Box sx={{ width: 300, maxWidth: "100%" }}>
      <MenuList autoFocusItem sx={{ p: 0.5 }}>
        {RECENT_DAYS.map((count) => (
          <MenuItem key={count} onClick={() => onApply(recentPeriod(count, Date.now()))}>
            {translate("filters.period.recent", { smart_count: count })}
          </MenuItem>
        ))}
      </MenuList>
      <Divider />
      <Box component="form" onSubmit={submit} sx={{ p: 1.5, display: "grid", gap: 1.5 }}>
        <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 1 }}>
          <TextField
            type="date"
            label={translate("filters.period.first")}
            value={days.first}
            onChange={(event) => setDays({ ...days, first: event.target.value })}
          />
          <TextField
            type="date"
            label={translate("filters.period.last")}
            value={days.last}
            onChange={(event) => setDays({ ...days, last: event.target.value })}
            error={!inOrder}
          />
        </Box>
        <Button type="submit" disabled={!filled || !inOrder}>
          {translate("filters.apply")}
        </Button>
      </Box>
    </Box>
  );
}
