import { useFormat } from "../i18n/useFormat";

export function NumberText({ value }: { value: number | null }) {
  const format = useFormat();
  return value === null ? null : format.number(value);
}
