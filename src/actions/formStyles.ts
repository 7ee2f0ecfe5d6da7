/** The small label above a field of an action's form. */
export const labelSx = {
  display: "block",
  mb: 0.5,
  fontWeight: 500,
  color: "text.secondary",
} as const;
