import ExpandMore from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { type ReactNode, useState } from "react";
import { Section } from "./Section";

type Props = {
  title: string;
  /** What is behind it, on the button that unfolds it; undefined while that is being read, null when it is nothing. */
  summary: string | null | undefined;
  /** Said when there is nothing. */
  nothing: string;
  children: ReactNode;
};

/** A sheet above a list, in one line of one height whatever it will say: the rows below stay where they are. */
export function FoldedSection({ title, summary, nothing, children }: Props) {
  const [open, setOpen] = useState(false);
  const full = typeof summary === "string";
  return (
    <Section
      flush
      title={title}
      aside={
        <Box
          sx={{
            display: "flex",
            alignItems: "center",
            width: { xs: "100%", sm: "auto" },
            height: { xs: 44, sm: 32 },
          }}
        >
          {full ? (
            <Button
              size="small"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              endIcon={<ExpandMore sx={{ transform: open ? "rotate(180deg)" : "none" }} />}
            >
              {summary}
            </Button>
          ) : summary === null ? (
            <Typography variant="caption" sx={{ color: "text.muted" }}>
              {nothing}
            </Typography>
          ) : (
            <Skeleton width={160} height={12} />
          )}
        </Box>
      }
    >
      {open && full ? (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
          {children}
        </Box>
      ) : null}
    </Section>
  );
}
