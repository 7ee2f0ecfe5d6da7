import ExpandMore from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionDefinition } from "../../../actions/definition";
import { outcomeWords } from "../../../actions/noticeWords";
import { pathOf } from "../../../actions/targets";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import type { RunItem } from "../run";
import { ItemDetail } from "./ItemDetail";

type Props = { item: RunItem; action: string; definition: ActionDefinition | null };

/** What became of an item in one line; how, behind it. */
export function ItemRow({ item, action, definition }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const detailId = useId();
  const [open, setOpen] = useState(false);
  const { outcome, changes, attempts, target_kind: kind, target_id: id, target_label } = item;
  const page = pathOf({ kind, id });
  const doubtful = item.status === "attention";
  const words = outcome ? outcomeWords(outcome, { action, t, format, doubtful }) : null;
  const line = [
    words?.title,
    doubtful ? words?.advice : null,
    changes.length > 0 ? t("run.items.changes", { smart_count: changes.length }) : null,
    attempts > 1 ? t("run.items.attempts", { smart_count: attempts }) : null,
  ];
  const more = item.steps.length > 0 || changes.length > 0 || item.proof !== null;
  return (
    <Box component="li" sx={{ "& + &": { borderTop: 1, borderColor: "divider" } }}>
      <Box sx={rowSx}>
        <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
          {page ? (
            <Link component={RouterLink} to={page}>
              {target_label}
            </Link>
          ) : (
            target_label
          )}
        </Typography>
        <div>
          <StatusChip domain="item" status={item.status} />
        </div>
        <Typography
          variant="caption"
          sx={{ gridColumn: { xs: 1, md: "auto" }, color: "text.secondary" }}
        >
          {line.filter(Boolean).join(" · ")}
        </Typography>
        <Typography
          variant="caption"
          sx={{
            gridColumn: { xs: 2, md: "auto" },
            color: "text.muted",
            textAlign: "right",
            fontVariantNumeric: "tabular-nums",
          }}
        >
          {item.finished_at ? format.timeSeconds(item.finished_at) : ""}
        </Typography>
        {more ? (
          <IconButton
            aria-label={t("run.items.unfold", { label: target_label })}
            aria-expanded={open}
            aria-controls={open ? detailId : undefined}
            onClick={() => setOpen(!open)}
            sx={{ gridArea: { xs: "1 / 3 / 3 / 4", md: "1 / 5" } }}
          >
            <ExpandMore
              fontSize="inherit"
              sx={{ transform: open ? "rotate(180deg)" : "none", color: "text.secondary" }}
            />
          </IconButton>
        ) : null}
      </Box>
      {open && more ? <ItemDetail id={detailId} item={item} definition={definition} /> : null}
    </Box>
  );
}

const rowSx = {
  display: "grid",
  gridTemplateColumns: {
    xs: "minmax(0, 1fr) auto 44px",
    md: "minmax(0, 2fr) 132px minmax(0, 3fr) 72px 28px",
  },
  alignItems: "center",
  columnGap: 1.5,
  minHeight: 36,
  pl: 2,
  pr: { xs: 0.5, md: 1 },
  py: { xs: 0.5, md: "3px" },
} as const;
