import FileDownloadOutlined from "@mui/icons-material/FileDownloadOutlined";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { type RefObject, useRef, useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { dayOf } from "../i18n/parisDay";
import { useFormat } from "../i18n/useFormat";
import { CSV_TYPE, saveFile } from "../list/export/saveFile";
import { pointsCsv } from "./csv";
import type { Drawing } from "./drawing";
import { pictureOf } from "./picture";

type Props = {
  name: string;
  title: string;
  source: string;
  drawing: Drawing;
  /** Where the chart is drawn; it is not while the points are read as a table. */
  sheet: RefObject<HTMLElement | null>;
  view: "chart" | "table";
};

/** The points as a spreadsheet, or the chart as a picture. */
export function ExportMenu({ name, title, source, drawing, sheet, view }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { rows, columns, unit } = drawing;
  const file = (ending: string) => `comptalyze-${name}-${dayOf(Date.now())}.${ending}`;

  const saveCsv = () => {
    setOpen(false);
    const heads = {
      from: t("charts.from"),
      until: t("charts.until"),
      before: t("charts.before"),
    };
    saveFile(file("csv"), pointsCsv(rows, columns, unit, heads, format), CSV_TYPE);
  };
  const savePicture = async () => {
    setOpen(false);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!sheet.current || !first || !last) return;
    try {
      const picture = await pictureOf(sheet.current, {
        title,
        notes: [
          source,
          t("charts.picture_span", {
            since: format.dateTime(first.at),
            until: format.dateTime(last.until),
          }),
          t("charts.picture_made", { at: format.dateTime(Date.now()) }),
        ],
      });
      saveFile(file("png"), picture, "image/png");
    } catch {
      notify("charts.export_failed", { type: "error" });
    }
  };

  return (
    <>
      <IconButton
        ref={button}
        aria-label={`${t("charts.export")}, ${title}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        sx={{ color: "text.secondary" }}
      >
        <FileDownloadOutlined sx={{ fontSize: 16 }} />
      </IconButton>
      <Menu open={open} anchorEl={button.current} onClose={() => setOpen(false)}>
        <MenuItem onClick={saveCsv}>{t("charts.export_csv")}</MenuItem>
        <MenuItem disabled={view === "table"} onClick={() => void savePicture()}>
          {t("charts.export_picture")}
        </MenuItem>
      </Menu>
    </>
  );
}
