import { useFormat } from "../i18n/useFormat";

export function DurationText({ ms }: { ms: number | null }) {
  const format = useFormat();
  return ms === null ? null : format.duration(ms);
}
