import FilterListOutlined from "@mui/icons-material/FilterListOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { TIMELINE_KINDS, type TimelineKind } from "./timelineEvent";

type Props = { kind: TimelineKind | null; onChange: (kind: TimelineKind | null) => void };

const CHOICES = [null, ...TIMELINE_KINDS];
const ALL = "all";

/** Which kinds to show: segments where there is room, a menu on a phone. */
export function TimelineFilter({ kind, onChange }: Props) {
  const t = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const words = (choice: TimelineKind | null) => t(`user.timeline.kind.${choice ?? ALL}`);
  return (
    <>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={kind ?? ALL}
        aria-label={t("user.timeline.filter")}
        onChange={(_, value: TimelineKind | typeof ALL | null) => {
          if (value) onChange(value === ALL ? null : value);
        }}
        sx={{ display: { xs: "none", sm: "flex" }, flexWrap: "wrap", gap: 0.5, py: 1 }}
      >
        {CHOICES.map((choice) => (
          <ToggleButton key={choice ?? ALL} value={choice ?? ALL} sx={segmentSx}>
            {words(choice)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ display: { xs: "block", sm: "none" } }}>
        <Button
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          aria-label={`${t("user.timeline.filter")}, ${words(kind)}`}
          startIcon={<FilterListOutlined />}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          {words(kind)}
        </Button>
        <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
          {CHOICES.map((choice) => (
            <MenuItem
              key={choice ?? ALL}
              selected={choice === kind}
              onClick={() => {
                setAnchor(null);
                onChange(choice);
              }}
            >
              {words(choice)}
            </MenuItem>
          ))}
        </Menu>
      </Box>
    </>
  );
}

const segmentSx = {
  height: 28,
  px: 1,
  fontSize: 12,
  fontWeight: 500,
  lineHeight: "16px",
  textTransform: "none",
  color: "text.secondary",
  "&&": { borderRadius: "6px", border: 1, borderColor: "border.strong", ml: 0 },
  "&&.Mui-selected, &&.Mui-selected:hover": {
    color: "primary.main",
    bgcolor: "primary.tint",
    borderColor: "primary.border",
    fontWeight: 600,
  },
};
