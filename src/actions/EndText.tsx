import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { labelSx } from "./formStyles";

/** When it will end, in Paris; a dash while nobody knows. */
export function EndText({ end }: { end: string | null }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div>
      <Typography variant="caption" component="div" sx={labelSx}>
        {t("actions.end")}
      </Typography>
      <Typography sx={{ lineHeight: "32px", fontVariantNumeric: "tabular-nums" }} variant="body2">
        {end && Number.isFinite(Date.parse(end)) ? format.dateTime(end) : t("common.nothing")}
      </Typography>
    </div>
  );
}
