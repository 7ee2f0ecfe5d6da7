import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";

type Props = {
  icon: ReactNode;
  label: string;
  onClick: () => void;
  disabled?: boolean;
};

/** A button beside a list's title; on a phone its icon is enough. */
export function HeadButton({ icon, label, onClick, disabled = false }: Props) {
  return (
    <Button
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      sx={{ gap: 0.75, minWidth: { xs: 44, md: 0 }, "& svg": { fontSize: 16, ml: "-2px" } }}
    >
      {icon}
      <Box component="span" sx={{ display: { xs: "none", md: "inline" } }}>
        {label}
      </Box>
    </Button>
  );
}
