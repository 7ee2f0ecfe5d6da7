import type { Components, Theme } from "@mui/material/styles";
import { alertIcons } from "./alertIcons";
import { chip } from "./chips";
import { inputs } from "./inputs";

type ConsoleComponents = Components<Omit<Theme, "components">>;

const touch = "@media (pointer: coarse)";

export const components: ConsoleComponents = {
  ...inputs,
  MuiChip: chip,
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      body: { ...theme.typography.body2, scrollbarGutter: "stable" },
      ":focus-visible": {
        outline: `2px solid ${theme.vars.palette.primary.main}`,
        outlineOffset: 2,
      },
      "a:not([class])": { color: theme.vars.palette.primary.main },
      "@media (prefers-reduced-motion: reduce)": {
        "*, *::before, *::after": {
          animationDuration: "0.01ms !important",
          animationIterationCount: "1 !important",
          transition: "none !important",
        },
      },
    }),
  },
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: {
      root: ({ theme }) => ({
        "&.Mui-focusVisible": {
          outline: `2px solid ${theme.vars.palette.primary.main}`,
          outlineOffset: 2,
        },
      }),
    },
  },
  MuiButton: {
    defaultProps: {
      size: "small",
      disableElevation: true,
      variant: "outlined",
      color: "inherit",
    },
    styleOverrides: {
      root: ({ theme }) => ({
        height: 32,
        minWidth: 0,
        borderRadius: 6,
        padding: "0 12px",
        whiteSpace: "nowrap",
        ...theme.typography.button,
        [touch]: { height: 44 },
        "&.Mui-disabled": {
          color: theme.vars.palette.text.muted,
          backgroundColor: theme.vars.palette.surface.subtle,
          borderColor: theme.vars.palette.divider,
        },
        variants: [
          {
            props: { variant: "outlined", color: "inherit" },
            style: {
              borderColor: theme.vars.palette.border.strong,
              backgroundColor: theme.vars.palette.background.paper,
              "&:hover": {
                borderColor: theme.vars.palette.border.strong,
                backgroundColor: theme.vars.palette.action.hover,
              },
            },
          },
          {
            props: { variant: "outlined", color: "error" },
            style: {
              borderColor: theme.vars.palette.error.border,
              backgroundColor: theme.vars.palette.background.paper,
            },
          },
          {
            props: { variant: "contained", color: "primary" },
            style: {
              color: "#FFFFFF",
              backgroundColor: theme.vars.palette.primary.solid,
              border: `1px solid ${theme.vars.palette.primary.solid}`,
              "&:hover": { backgroundColor: theme.vars.palette.primary.solidHover },
            },
          },
          {
            props: { variant: "text" },
            style: { padding: "0 8px" },
          },
        ],
      }),
      startIcon: { marginLeft: -2, marginRight: 6, "& > *:nth-of-type(1)": { fontSize: 16 } },
      endIcon: { marginLeft: 6, marginRight: -2, "& > *:nth-of-type(1)": { fontSize: 16 } },
    },
  },
  MuiIconButton: {
    defaultProps: { size: "small" },
    styleOverrides: {
      root: { borderRadius: 6 },
      sizeSmall: { padding: 6, fontSize: 16, [touch]: { padding: 12 } },
    },
  },
  MuiSvgIcon: {
    styleOverrides: { fontSizeSmall: { fontSize: 16 }, fontSizeInherit: { fontSize: "inherit" } },
  },
  MuiPaper: {
    defaultProps: { elevation: 0, variant: "outlined" },
    styleOverrides: { root: { borderRadius: 8, backgroundImage: "none" } },
  },
  MuiPopover: {
    styleOverrides: {
      paper: ({ theme }) => ({ boxShadow: theme.vars.palette.shadow.float }),
    },
  },
  MuiMenu: {
    styleOverrides: {
      paper: ({ theme }) => ({ boxShadow: theme.vars.palette.shadow.float }),
      list: { padding: 4 },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: { minHeight: 32, borderRadius: 6, fontSize: 13, padding: "4px 10px" },
    },
  },
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({ boxShadow: theme.vars.palette.shadow.float }),
    },
  },
  MuiDrawer: {
    styleOverrides: {
      paper: ({ theme }) => ({ borderRadius: 0, boxShadow: theme.vars.palette.shadow.float }),
    },
  },
  MuiBackdrop: {
    styleOverrides: {
      root: { "&:not(.MuiBackdrop-invisible)": { backgroundColor: "rgba(16,24,40,.36)" } },
    },
  },
  MuiTableRow: {
    styleOverrides: {
      root: ({ theme }) => ({
        // MUI's own tint grows under the pointer until muted text cannot be read on it.
        "&.Mui-selected, &.Mui-selected:hover": {
          backgroundColor: theme.vars.palette.action.selected,
        },
      }),
    },
  },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({ borderColor: theme.vars.palette.divider }),
      sizeSmall: { height: 36, padding: "0 10px" },
      head: ({ theme }) => ({
        "&.MuiTableCell-sizeSmall": { height: 32 },
        fontSize: 12,
        lineHeight: "16px",
        fontWeight: 500,
        color: theme.vars.palette.text.muted,
      }),
      alignRight: { fontVariantNumeric: "tabular-nums" },
    },
  },
  MuiTabs: { styleOverrides: { root: { minHeight: 36 }, indicator: { height: 2 } } },
  MuiTab: {
    styleOverrides: {
      root: {
        minHeight: 36,
        minWidth: 0,
        padding: "0 2px",
        marginRight: 20,
        textTransform: "none",
        fontSize: 13,
        fontWeight: 500,
      },
    },
  },
  MuiAlert: {
    defaultProps: { variant: "standard", iconMapping: alertIcons },
    styleOverrides: {
      root: {
        padding: "10px 12px",
        border: "1px solid",
        borderRadius: 6,
        alignItems: "flex-start",
      },
      standard: ({ theme, ownerState }) => {
        const tone = ownerState.severity ?? "info";
        return {
          color: theme.vars.palette.text.primary,
          backgroundColor: theme.vars.palette[tone].tint,
          borderColor: theme.vars.palette[tone].border,
          "& .MuiAlert-icon": { color: theme.vars.palette[tone].main },
        };
      },
      icon: { padding: "1px 0", marginRight: 10, fontSize: 18 },
      message: { padding: 0 },
      action: { padding: 0, marginRight: 0 },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 300, arrow: false },
    styleOverrides: {
      tooltip: { fontSize: 12, lineHeight: "16px", fontWeight: 400, borderRadius: 6 },
    },
  },
  MuiSkeleton: {
    defaultProps: { animation: "wave", variant: "rounded" },
    styleOverrides: {
      root: ({ theme }) => ({ backgroundColor: theme.vars.palette.surface.subtle }),
      rounded: { borderRadius: 4 },
    },
  },
  MuiLink: {
    defaultProps: { underline: "hover" },
    styleOverrides: {
      // Of a link that is a button MUI draws the browser's own outline.
      root: ({ theme }) => ({
        "&.Mui-focusVisible": { outline: `2px solid ${theme.vars.palette.primary.main}` },
      }),
    },
  },
};
