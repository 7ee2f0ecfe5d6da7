import { lazy } from "react";
import { type RaRecord, useListContext } from "react-admin";
import { RowMenu } from "./RowMenu";

// Brings the actions: fetched when a menu is opened.
const RowActions = lazy(() => import("../actions/RowActions"));

type Props = { name: string; row: RaRecord; to: string | null };

/** The menu at the end of a row: the actions that its list offers, its page, its id. */
export function RecordRowMenu({ name, row, to }: Props) {
  const { resource } = useListContext();
  return (
    <RowMenu name={name} width={300}>
      {(opener) => <RowActions resource={resource} row={row} to={to} opener={opener} />}
    </RowMenu>
  );
}
