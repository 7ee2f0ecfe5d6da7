import { useFormat } from "../i18n/useFormat";

/** "2026-11" as « novembre 2026 ». */
export function MonthText({ month }: { month: string }) {
  const format = useFormat();
  return <span style={{ whiteSpace: "nowrap" }}>{format.month(month)}</span>;
}
