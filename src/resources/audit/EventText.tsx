import Warning from "@mui/icons-material/Warning";
import Chip from "@mui/material/Chip";
import { useTranslate } from "react-admin";

/** What kind of line it is; a change that went around the console stands out. */
export function EventText({ event }: { event: string }) {
  const translate = useTranslate();
  const word = translate(`resources.audit.event.${event}`, { _: event });
  return event === "outside" ? <Chip variant="warning" icon={<Warning />} label={word} /> : word;
}
