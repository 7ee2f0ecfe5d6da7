import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { labelSx } from "./formStyles";

type Props = {
  label: string;
  value: string;
  choices: readonly { value: string; words: string }[];
  disabled: boolean;
  onChange: (value: string) => void;
};

/** One of a few, all of them in sight. */
export function ChoiceField({ label, value, choices, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <Typography id={id} variant="caption" component="div" sx={labelSx}>
        {label}
      </Typography>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={value}
        disabled={disabled}
        aria-labelledby={id}
        onChange={(_, chosen: string | null) => chosen && onChange(chosen)}
      >
        {choices.map((choice) => (
          <ToggleButton key={choice.value} value={choice.value} sx={toggleSx}>
            {choice.words}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}

const toggleSx = {
  height: 32,
  px: 1.5,
  borderColor: "border.input",
  color: "text.primary",
  fontWeight: 500,
  fontSize: 13,
  textTransform: "none",
  "@media (pointer: coarse)": { height: 44 },
  "&.Mui-selected, &.Mui-selected:hover": { color: "primary.main", bgcolor: "primary.tint" },
} as const;
