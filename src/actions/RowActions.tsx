import Divider from "@mui/material/Divider";
import MenuItem from "@mui/material/MenuItem";
import { type RaRecord, useNotify, useTranslate } from "react-admin";
import { Link } from "react-router";
import { useCopy } from "../display/useCopy";
import { useActionHost } from "./ActionHost";
import { ActionMenuItem } from "./ActionMenuItem";
import { actionsOf } from "./registry";
import { guardedOf, targetOf } from "./targets";
import { useOffReason } from "./useOffReason";
import { useRecordGuards } from "./useRecordGuards";

type Props = {
  resource: string;
  row: RaRecord;
  /** The page of the row; null when it has none. */
  to: string | null;
  /** Where the focus goes back to. */
  opener: HTMLElement;
};

/** What one does from a row without opening it: its actions, whose drawer opens on the list, then the rest. */
export default function RowActions({ resource, row, to, opener, ...first }: Props) {
  const t = useTranslate();
  const notify = useNotify();
  const copyText = useCopy();
  const host = useActionHost();
  const offReason = useOffReason(null);
  const offered = actionsOf(resource)
    .filter(({ subject }) => targetOf(resource, subject, row))
    .sort((one, other) => Number(one.dangerous) - Number(other.dangerous));
  // A list does not ask the guards of every row: those of this one, once, for all its entries.
  const guards = useRecordGuards(offered.length > 0 ? guardedOf(resource, row) : null);
  const copyId = async () => {
    if (await copyText(String(row.id))) notify("common.copied", { type: "info" });
  };

  return (
    <>
      {offered.map((definition, index) => (
        <ActionMenuItem
          {...(index === 0 ? first : {})}
          key={definition.name}
          definition={definition}
          off={offReason(definition.name, guards?.[definition.name])}
          onChoose={() => host?.open(definition.name, opener, { on: String(row.id) })}
        />
      ))}
      {offered.length > 0 ? <Divider sx={{ my: 0.5 }} /> : null}
      {to ? (
        <MenuItem {...(offered.length === 0 ? first : {})} component={Link} to={to}>
          {t("list.open_record")}
        </MenuItem>
      ) : null}
      <MenuItem {...(offered.length === 0 && !to ? first : {})} onClick={copyId}>
        {t("list.copy_id")}
      </MenuItem>
    </>
  );
}
