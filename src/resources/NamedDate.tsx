import { useTranslate } from "react-admin";
import { DateText } from "../display/DateText";

/** A date that stands under no head, with the name of its column before it. */
export function NamedDate({ field, at }: { field: string; at: string | null }) {
  const translate = useTranslate();
  return at ? (
    <>
      {translate(`fields.${field}`)} <DateText at={at} />
    </>
  ) : null;
}
