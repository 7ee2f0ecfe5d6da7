import { useTranslate } from "react-admin";

export function IntervalText({ interval }: { interval: string }) {
  const translate = useTranslate();
  return translate(`resources.subscriptions.interval.${interval}`, { _: interval });
}
