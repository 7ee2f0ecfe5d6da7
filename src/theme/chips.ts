import type { Components, Theme } from "@mui/material/styles";

type Tone = "success" | "warning" | "error" | "neutral";
const tones: Tone[] = ["success", "warning", "error", "neutral"];

type ChipOverrides = NonNullable<Components<Omit<Theme, "components">>["MuiChip"]>;

/** Status by word and shape: one variant per meaning, named after what it says. */
export const chip: ChipOverrides = {
  defaultProps: { size: "small" },
  styleOverrides: {
    root: ({ theme }) => ({
      borderRadius: 4,
      border: "1px solid transparent",
      fontSize: 12,
      fontWeight: 500,
      lineHeight: "16px",
      // As high as a line of text, so that a line with a chip is no higher than one without.
      verticalAlign: "top",
      variants: [
        ...tones.map((tone) => ({
          props: { variant: tone },
          style: {
            color: theme.vars.palette[tone].main,
            backgroundColor: theme.vars.palette[tone].tint,
            borderColor: theme.vars.palette[tone].border,
          },
        })),
        {
          props: { variant: "accent" },
          style: {
            color: theme.vars.palette.primary.main,
            backgroundColor: theme.vars.palette.primary.tint,
            borderColor: theme.vars.palette.primary.border,
          },
        },
        {
          props: { variant: "nodata" },
          style: {
            color: theme.vars.palette.text.muted,
            backgroundColor: "transparent",
            border: `1px dashed ${theme.vars.palette.border.input}`,
          },
        },
        {
          props: { variant: "solid" },
          style: { color: "#FFFFFF", backgroundColor: theme.vars.palette.error.solid },
        },
        {
          props: { variant: "inverted" },
          style: {
            color: theme.vars.palette.background.paper,
            backgroundColor: theme.vars.palette.text.primary,
          },
        },
        {
          props: { variant: "outlined" },
          style: {
            color: theme.vars.palette.text.secondary,
            borderColor: theme.vars.palette.border.strong,
          },
        },
      ],
    }),
    sizeSmall: { height: 20 },
    icon: { fontSize: 12, width: 12, height: 12, marginLeft: 5, marginRight: -4, color: "inherit" },
    iconSmall: { marginLeft: 5, marginRight: -4 },
    label: { padding: "0 7px" },
    labelSmall: { padding: "0 7px" },
  },
};
