import FileDownloadOutlined from "@mui/icons-material/FileDownloadOutlined";
import { useState } from "react";
import {
  type RaRecord,
  useDataProvider,
  useListContext,
  useNotify,
  useTranslate,
} from "react-admin";
import { dayOf } from "../../i18n/parisDay";
import { useFormat } from "../../i18n/useFormat";
import { type Column, labelOf } from "../column";
import { HeadButton } from "../HeadButton";
import { collectRows, MOST_ROWS } from "./collectRows";
import { toCsv } from "./csv";
import { CSV_TYPE, saveFile } from "./saveFile";

/** All filtered rows as a spreadsheet file, with the progress on the button. */
export function ExportButton<Row extends RaRecord>({ columns }: { columns: Column<Row>[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const dataProvider = useDataProvider();
  const { resource, filterValues, sort } = useListContext<Row>();
  const [count, setCount] = useState<number | null>(null);

  const run = async () => {
    setCount(0);
    try {
      const { rows, cut } = await collectRows<Row>(
        (params) => dataProvider.getList<Row>(resource, params),
        { filter: filterValues, sort },
        setCount,
      );
      const head = columns.map((column) => translate(labelOf(column)));
      const lines = rows.map((row) => columns.map((column) => column.csv(row, format)));
      const name = translate(`resources.${resource}.name`, { smart_count: 2 });
      saveFile(
        `comptalyze-${name.toLowerCase()}-${dayOf(Date.now())}.csv`,
        toCsv(head, lines),
        CSV_TYPE,
      );
      notify(cut ? "list.export_cut" : "list.exported", {
        type: cut ? "warning" : "success",
        messageArgs: {
          count: format.number(cut ? MOST_ROWS : rows.length),
          smart_count: rows.length,
        },
      });
    } catch {
      notify("list.export_failed", { type: "error" });
    } finally {
      setCount(null);
    }
  };

  const busy = count !== null;
  return (
    <HeadButton
      icon={<FileDownloadOutlined />}
      label={
        busy
          ? translate("list.exporting", { count: format.number(count) })
          : translate("list.export")
      }
      onClick={run}
      disabled={busy}
    />
  );
}
