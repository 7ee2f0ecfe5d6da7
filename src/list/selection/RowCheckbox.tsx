import Checkbox from "@mui/material/Checkbox";
import { useTranslate } from "react-admin";

type Props = {
  /** What the row is called. */
  name: string;
  checked: boolean;
  /** With the shift key: all rows from the last one that was chosen. */
  onToggle: (upToHere: boolean) => void;
};

export function RowCheckbox({ name, checked, onToggle }: Props) {
  const translate = useTranslate();
  return (
    <Checkbox
      checked={checked}
      onClick={(event) => onToggle(event.shiftKey)}
      // A click with shift would select the text in between as well.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      slotProps={{ input: { "aria-label": translate("list.select", { name }) } }}
      sx={{ p: "5px" }}
    />
  );
}
