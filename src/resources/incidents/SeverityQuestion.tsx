import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormLabel from "@mui/material/FormLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import { useTranslate } from "react-admin";
import { SEVERITIES, type Severity } from "../../metrics/metric";

type Props = { value: Severity | null; onChange: (severity: Severity) => void; disabled?: boolean };

/** How grave: asked by what is broken, not by a letter. */
export function SeverityQuestion({ value, onChange, disabled = false }: Props) {
  const t = useTranslate();
  return (
    <FormControl disabled={disabled}>
      <FormLabel sx={{ fontSize: 12, fontWeight: 500 }}>
        {t("incidents.severity.question")}
      </FormLabel>
      <RadioGroup
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value as Severity)}
        sx={{ gap: 0.5, mt: 0.5 }}
      >
        {SEVERITIES.map((severity) => (
          <FormControlLabel
            key={severity}
            value={severity}
            control={<Radio size="small" />}
            label={t(`incidents.severity.${severity}`)}
            slotProps={{ typography: { variant: "body2" } }}
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}
