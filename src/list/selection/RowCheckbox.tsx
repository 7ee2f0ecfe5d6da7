import Checkbox from "@mui/material/Checkbox";
import { useTranslate } from "react-admin";

type Props = {
  /** What the row is called. */
  name: string;
  checked: boolean;
  /** Why it cannot be selected; null when it can. */
  barred: string | null;
  /** With the shift key: all rows from the last one that was chosen. */
  onToggle: (upToHere: boolean) => void;
};

export function RowCheckbox({ name, checked, barred, onToggle }: Props) {
  const translate = useTranslate();
  const label = translate("list.select", { name });
  const box = (
    <Checkbox
      checked={checked}
      disabled={barred !== null}
      onClick={(event) => onToggle(event.shiftKey)}
      // A click with shift would select the text in between as well.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      slotProps={{ input: { "aria-label": barred ? `${label}. ${barred}` : label } }}
      sx={{ p: "5px", "&.Mui-disabled": { opacity: 0.4 } }}
    />
  );
  // What is off takes no pointer: the reason is on what surrounds it.
  return barred ? <span title={barred}>{box}</span> : box;
}
