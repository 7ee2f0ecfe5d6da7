import { useFormat } from "../i18n/useFormat";

type Props = {
  at: string | number | null | undefined;
  /** Show the hour too. */
  time?: boolean;
  /** The hour may stand under the day, where there is little room. */
  wraps?: boolean;
};

/** An absolute date in Paris time. */
export function DateText({ at, time = false, wraps = false }: Props) {
  const format = useFormat();
  if (!at) return null;
  // Postgres knows moments that no Date can hold, such as infinity.
  if (Number.isNaN(new Date(at).getTime())) return <span>{at}</span>;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.exact(at)}
      style={{ whiteSpace: wraps ? "normal" : "nowrap", fontVariantNumeric: "tabular-nums" }}
    >
      {time ? format.dateTime(at) : format.date(at)}
    </time>
  );
}
