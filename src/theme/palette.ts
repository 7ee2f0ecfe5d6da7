import type { PaletteOptions } from "@mui/material/styles";

export const lightPalette: PaletteOptions = {
  background: { default: "#F7F8FA", paper: "#FFFFFF" },
  surface: { subtle: "#F2F4F7" },
  text: { primary: "#171B24", secondary: "#4C5566", muted: "#626C7D", disabled: "#626C7D" },
  divider: "#E4E7EC",
  border: { strong: "#CBD1DA", input: "#8A94A3" },
  action: {
    hover: "#F7F8FA",
    selected: "#EEF3FE",
    disabledBackground: "#F2F4F7",
    disabled: "#626C7D",
  },
  primary: {
    main: "#2952CC",
    solid: "#2952CC",
    solidHover: "#1F43AE",
    tint: "#EEF2FD",
    border: "#C6D2F6",
  },
  secondary: { main: "#4C5566", tint: "#F0F2F5", border: "#DADFE6" },
  info: { main: "#2952CC", tint: "#EEF2FD", border: "#C6D2F6" },
  success: { main: "#146C43", tint: "#E9F6EF", border: "#BCE0CC" },
  warning: { main: "#8A4B00", tint: "#FEF4DF", border: "#F1D7A2" },
  error: { main: "#B3261E", tint: "#FDEDEB", border: "#F3C7C3", solid: "#B3261E" },
  neutral: { main: "#475060", tint: "#F0F2F5", border: "#DADFE6" },
  shadow: { float: "0 8px 24px rgba(16,24,40,.10)" },
};

export const darkPalette: PaletteOptions = {
  background: { default: "#0F1218", paper: "#161A22" },
  surface: { subtle: "#1D222C" },
  text: { primary: "#E8EBF0", secondary: "#AEB6C4", muted: "#8F99A9", disabled: "#8F99A9" },
  divider: "#282E3A",
  border: { strong: "#3B4352", input: "#6B7587" },
  action: {
    hover: "#1A1F28",
    selected: "#1A2440",
    disabledBackground: "#1D222C",
    disabled: "#8F99A9",
  },
  primary: {
    main: "#8FADFF",
    solid: "#3D63DD",
    solidHover: "#3457C7",
    tint: "#1B2542",
    border: "#30457C",
  },
  secondary: { main: "#AEB6C4", tint: "#222834", border: "#363E4D" },
  info: { main: "#8FADFF", tint: "#1B2542", border: "#30457C" },
  success: { main: "#6FD3A2", tint: "#12291F", border: "#1F4A36" },
  warning: { main: "#F0B95B", tint: "#2D220F", border: "#57421B" },
  error: { main: "#FF9A92", tint: "#341917", border: "#652F2A", solid: "#C6372E" },
  neutral: { main: "#B4BCC9", tint: "#222834", border: "#363E4D" },
  shadow: { float: "0 8px 24px rgba(0,0,0,.5)" },
};
