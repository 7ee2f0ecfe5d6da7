import Typography from "@mui/material/Typography";

/** What a machine said, as it said it. */
export function LongText({ children }: { children: string }) {
  return (
    <Typography
      variant="mono"
      component="p"
      sx={{ m: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
    >
      {children}
    </Typography>
  );
}
