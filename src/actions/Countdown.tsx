import { useEffect, useState } from "react";
import { useTranslate } from "react-admin";

const SECOND = 1000;

const secondsUntil = (end: string) =>
  Math.max(0, Math.ceil((Date.parse(end) - Date.now()) / SECOND));

/** What is left of the limiter's window, to the second; then that it is over, which proves nothing. */
export function Countdown({ end }: { end: string }) {
  const t = useTranslate();
  const [left, setLeft] = useState(() => secondsUntil(end));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(end)), SECOND);
    return () => clearInterval(timer);
  }, [end]);
  return left > 0
    ? t("actions.value.window_left", { smart_count: left })
    : t("actions.value.window_over");
}
