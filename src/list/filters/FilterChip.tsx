import CloseOutlined from "@mui/icons-material/CloseOutlined";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import type { MouseEvent } from "react";
import { useTranslate } from "react-admin";

type Props = {
  name: string;
  value: string;
  onEdit?: (event: MouseEvent<HTMLElement>) => void;
  onRemove: () => void;
};

/** An active filter: its name, its value, and a way to take it off. */
export function FilterChip({ name, value, onEdit, onRemove }: Props) {
  const translate = useTranslate();
  return (
    <Chip
      variant="accent"
      onClick={onEdit}
      onDelete={onRemove}
      deleteIcon={
        <CloseOutlined
          role="button"
          aria-label={translate("filters.remove", { name })}
          aria-hidden={false}
        />
      }
      label={
        <>
          <Box component="span" sx={{ color: "text.secondary", fontWeight: 400, mr: 0.25 }}>
            {name}
          </Box>{" "}
          {value}
        </>
      }
      sx={{
        height: 28,
        borderRadius: "6px",
        fontSize: 13,
        color: "text.primary",
        maxWidth: "100%",
        "&.MuiChip-clickable:hover": { bgcolor: "action.selected" },
        "& .MuiChip-deleteIcon": { fontSize: 14, color: "text.primary", mr: 0.75, ml: -0.25 },
      }}
    />
  );
}
