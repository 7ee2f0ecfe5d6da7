import { useTranslate } from "react-admin";

export function EventText({ event }: { event: string }) {
  const translate = useTranslate();
  return translate(`resources.audit.event.${event}`, { _: event });
}
