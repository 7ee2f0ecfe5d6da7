import type { ReactNode } from "react";
import type { Formats } from "../i18n/formats";

/** How old a list may get while one looks at it, in milliseconds. */
export const REFRESH_EVERY = 30_000;

export type CsvCell = string | number | null;

/** One column of a list: what stands in the cell, and what goes to the spreadsheet. */
export type Column<Row> = {
  /** The field: what to sort by when the column may be sorted. */
  key: string;
  /** Names the column in i18n `fields.<label>`; the key, unless the field is called otherwise here. */
  label?: string;
  sortable?: boolean;
  align?: "right";
  /** In pixels; without it the column takes what is left, and at least `least`. */
  width?: number;
  least?: number;
  /** Stands only where there is room: on a window of 1400 px and more. */
  wide?: boolean;
  /** Goes to the spreadsheet only. */
  csvOnly?: boolean;
  /** How long the grey bar is while the rows load. */
  skeleton: number;
  cell: (row: Row) => ReactNode;
  csv: (row: Row, format: Formats) => CsvCell;
};

/** A row on a narrow screen: two lines, what decides first. */
export type CompactRow = {
  lead: ReactNode;
  leadAside?: ReactNode;
  detail?: ReactNode;
  detailAside?: ReactNode;
};

export const labelOf = <Row>({ key, label = key }: Column<Row>) => `fields.${label}`;
