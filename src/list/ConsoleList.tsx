import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import {
  type FilterPayload,
  ListBase,
  type RaRecord,
  type SortPayload,
  useListContext,
  useTranslate,
} from "react-admin";
import { Navigate, useSearchParams } from "react-router";
import { ActionHost } from "../actions/ActionHost";
import { AgeText } from "../display/AgeText";
import { PageHead } from "../layout/PageHead";
import { CopyLinkButton } from "./CopyLinkButton";
import { type Column, type CompactRow, REFRESH_EVERY } from "./column";
import { ExportButton } from "./export/ExportButton";
import { FilterLine } from "./filters/FilterLine";
import type { ListFilter } from "./filters/listFilter";
import type { SearchRule } from "./filters/search";
import { ListEmpty } from "./ListEmpty";
import { ListSheet } from "./ListSheet";

type Props<Row extends RaRecord> = {
  resource: string;
  sort: SortPayload;
  /** Or what they are under a filter: a worklist has what one needs there. */
  columns: Column<Row>[] | ((filter: FilterPayload) => Column<Row>[]);
  filters: ListFilter[];
  search?: SearchRule;
  compact: (row: Row) => CompactRow;
  to: (row: Row) => string | null;
  rowMenu?: (row: Row) => ReactNode;
  totals?: ReactNode;
  /** The way to the lists beside this one, or to the worklists in it. */
  tabs?: ReactNode;
  /** Stand in the head, before the buttons that every list has. */
  actions?: ReactNode;
  /** A sheet between the head and the filters: what one should know first. */
  above?: ReactNode;
  /** Names a row that can be selected; without it the list has no bulk actions. */
  selectable?: (row: Row) => string;
  /** Why a row cannot be selected, in words; null when it can. */
  barred?: (row: Row) => string | null;
  /** What it is filtered by until somebody asks for something else. */
  startsWith?: FilterPayload;
  /** Said when there is nothing by that filter alone, which is good news. */
  allClear?: ReactNode;
};

/** A list as every list of the console is: title, one line of filters, the sheet. */
export function ConsoleList<Row extends RaRecord>({ resource, sort, ...page }: Props<Row>) {
  const { startsWith } = page;
  const [params] = useSearchParams();
  if (startsWith && !params.has("filter")) {
    // In the address, where every filter stands: a default of react-admin's is lost as soon as something else is there.
    const search = new URLSearchParams(params);
    search.set("filter", JSON.stringify(startsWith));
    return <Navigate replace to={{ search: `?${search}` }} />;
  }
  return (
    <ListBase
      resource={resource}
      sort={sort}
      perPage={25}
      storeKey={false}
      exporter={false}
      queryOptions={{
        // The sheet itself says what went wrong.
        onError: () => undefined,
        refetchInterval: REFRESH_EVERY,
      }}
    >
      <ActionHost resource={resource}>
        <ListPage {...page} />
      </ActionHost>
    </ListBase>
  );
}

function ListPage<Row extends RaRecord>(props: Omit<Props<Row>, "resource" | "sort">) {
  const { filters, search, tabs, actions, above, ...rest } = props;
  const { startsWith, allClear, ...sheet } = rest;
  const translate = useTranslate();
  const { resource, meta, error, filterValues } = useListContext<Row>();
  const columns = typeof props.columns === "function" ? props.columns(filterValues) : props.columns;
  const untouched = JSON.stringify(filterValues) === JSON.stringify(startsWith ?? {});
  const age = meta?.fetchedAt && !error ? <AgeText at={meta.fetchedAt} /> : null;
  return (
    <>
      <PageHead
        title={translate(`resources.${resource}.name`, { smart_count: 2 })}
        note={age}
        actions={
          <>
            {actions}
            <CopyLinkButton />
            <ExportButton columns={columns} />
          </>
        }
      />
      {tabs}
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0, 1fr)" }}>
        {above}
        <FilterLine
          filters={filters}
          search={search}
          placeholder={search ? translate(`resources.${resource}.search`) : ""}
        />
        <ListSheet
          {...sheet}
          columns={columns}
          empty={(untouched ? allClear : null) ?? <ListEmpty filters={filters} search={search} />}
        />
      </Box>
    </>
  );
}
