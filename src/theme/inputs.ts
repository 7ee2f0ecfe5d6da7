import type { Components, Theme } from "@mui/material/styles";

/** Fields: 32 px high, label above and still, accent edge and a soft ring on focus. */
export const inputs: Components<Omit<Theme, "components">> = {
  MuiTextField: { defaultProps: { size: "small", variant: "outlined" } },
  MuiFormControl: { defaultProps: { size: "small" } },
  // Every field of the console must be filled unless its label says otherwise: no asterisks.
  MuiFormLabel: { styleOverrides: { asterisk: { display: "none" } } },
  MuiInputLabel: {
    defaultProps: { shrink: true },
    styleOverrides: {
      root: ({ theme }) => ({
        position: "static",
        transform: "none",
        marginBottom: 4,
        fontSize: 12,
        lineHeight: "16px",
        fontWeight: 500,
        color: theme.vars.palette.text.secondary,
        "&.Mui-focused": { color: theme.vars.palette.text.secondary },
      }),
    },
  },
  MuiInputBase: {
    defaultProps: { size: "small" },
    styleOverrides: {
      root: ({ theme }) => ({
        fontSize: 13,
        lineHeight: "20px",
        backgroundColor: theme.vars.palette.background.paper,
      }),
      input: ({ theme }) => ({
        "&::placeholder": { color: theme.vars.palette.text.muted, opacity: 1 },
      }),
    },
  },
  MuiSelect: {
    styleOverrides: {
      standard: ({ theme }) => ({
        padding: "4px 0",
        // An input takes its outline away; what opens a menu has no frame to stand a ring on.
        "&:focus-visible": {
          outline: `2px solid ${theme.vars.palette.primary.main}`,
          outlineOffset: 2,
          borderRadius: 4,
        },
      }),
    },
  },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: 6,
        minHeight: 32,
        "@media (pointer: coarse)": { minHeight: 44 },
        "&:hover .MuiOutlinedInput-notchedOutline": {
          borderColor: theme.vars.palette.border.input,
        },
        "&.Mui-focused": { boxShadow: `0 0 0 3px ${theme.vars.palette.primary.tint}` },
        "&.Mui-focused .MuiOutlinedInput-notchedOutline": {
          borderWidth: 1,
          borderColor: theme.vars.palette.primary.main,
        },
      }),
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars.palette.border.input }),
      inputSizeSmall: {
        height: 20,
        padding: "5px 10px",
        "&.MuiInputBase-inputAdornedStart": { paddingLeft: 4 },
        // The ring stands on the frame; a second outline inside it would be noise.
        "&:focus-visible": { outline: "none" },
      },
    },
  },
  MuiFormHelperText: {
    styleOverrides: { root: { margin: "4px 0 0", fontSize: 12, lineHeight: "16px" } },
  },
  MuiCheckbox: {
    defaultProps: { size: "small" },
    styleOverrides: {
      root: ({ theme }) => ({ padding: 4, color: theme.vars.palette.border.input }),
    },
  },
};
