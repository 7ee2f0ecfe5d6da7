import type {} from "@mui/material/themeCssVarsAugmentation";

/** What a status colour needs: the foreground is `main`, these are its ground and edge. */
type StatusTones = { tint: string; border: string };

type ChartColors = Record<
  "first" | "second" | "third" | "comparison" | "threshold" | "zone" | "good" | "attention" | "bad",
  string
>;

declare module "@mui/material/styles" {
  interface PaletteColor {
    tint: string;
    border: string;
    /** A filled ground that carries white text. */
    solid: string;
    solidHover: string;
  }
  interface SimplePaletteColorOptions {
    tint: string;
    border: string;
    solid?: string;
    solidHover?: string;
  }
  interface TypeText {
    muted: string;
  }
  interface Palette {
    neutral: StatusTones & { main: string };
    surface: { subtle: string };
    border: { strong: string; input: string };
    shadow: { float: string };
    chart: ChartColors;
  }
  interface PaletteOptions {
    neutral: StatusTones & { main: string };
    surface: { subtle: string };
    border: { strong: string; input: string };
    shadow: { float: string };
    chart: ChartColors;
  }
  interface TypographyVariants {
    figure: React.CSSProperties;
    mono: React.CSSProperties;
  }
  interface TypographyVariantsOptions {
    figure?: React.CSSProperties;
    mono?: React.CSSProperties;
  }
}

declare module "@mui/material/Typography" {
  interface TypographyPropsVariantOverrides {
    figure: true;
    mono: true;
  }
}

declare module "@mui/material/Chip" {
  interface ChipPropsVariantOverrides {
    success: true;
    warning: true;
    error: true;
    /** Moving, or deciding: the accent's tint. */
    accent: true;
    neutral: true;
    nodata: true;
    /** P0: white on red. */
    solid: true;
    /** Premium: the text colour as fill. */
    inverted: true;
  }
}
