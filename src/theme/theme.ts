import "./augmentation";
import { createTheme } from "@mui/material/styles";
import { components } from "./components";
import { darkPalette, lightPalette } from "./palette";

const sans = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const mono = '"JetBrains Mono Variable", ui-monospace, Menlo, monospace';

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-scheme" },
  colorSchemes: { light: { palette: lightPalette }, dark: { palette: darkPalette } },
  spacing: 8,
  shape: { borderRadius: 6 },
  breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1200, xl: 1680 } },
  mixins: { toolbar: { minHeight: 48 } },
  typography: {
    fontFamily: sans,
    fontSize: 13,
    htmlFontSize: 16,
    fontWeightRegular: 400,
    fontWeightMedium: 500,
    fontWeightBold: 600,
    h1: { fontSize: 20, lineHeight: "28px", fontWeight: 600, letterSpacing: "-0.012em" },
    h2: { fontSize: 16, lineHeight: "24px", fontWeight: 600, letterSpacing: 0 },
    h3: { fontSize: 14, lineHeight: "20px", fontWeight: 600, letterSpacing: 0 },
    subtitle2: { fontSize: 13, lineHeight: "20px", fontWeight: 600, letterSpacing: 0 },
    body1: { fontSize: 14, lineHeight: "22px", letterSpacing: 0 },
    body2: { fontSize: 13, lineHeight: "20px", letterSpacing: 0 },
    button: {
      fontSize: 13,
      lineHeight: "20px",
      fontWeight: 500,
      letterSpacing: 0,
      textTransform: "none",
    },
    caption: { fontSize: 12, lineHeight: "16px", letterSpacing: 0 },
    figure: {
      fontFamily: sans,
      fontSize: 24,
      lineHeight: "32px",
      fontWeight: 600,
      letterSpacing: "-0.02em",
      fontVariantNumeric: "tabular-nums",
    },
    mono: { fontFamily: mono, fontSize: 12, lineHeight: "20px", fontVariantLigatures: "none" },
  },
  components,
});
