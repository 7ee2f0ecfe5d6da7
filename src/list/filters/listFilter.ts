import type { FilterPayload } from "react-admin";

export type Choice = {
  value: string;
  /** i18n key of the value's word. */
  label: string;
  filter: FilterPayload;
};

/** A way to narrow a list. Its value is text, so that an editor and a chip can hold it. */
export type ListFilter = {
  id: string;
  /** Names the filter in i18n `filters.name.<name>`; the id, unless said. */
  name?: string;
  /** The entries of react-admin's filter object that belong to it. */
  keys: string[];
  editor:
    | { kind: "choice"; choices: Choice[] }
    | { kind: "period" }
    | { kind: "month" }
    | { kind: "text"; shortest: number }
    /** Comes with a link from another page; can only be taken away. `label` is where a row names it. */
    | { kind: "fixed"; label: string };
  read: (filter: FilterPayload) => string | null;
  write: (value: string) => FilterPayload;
};

function textAt(filter: FilterPayload, key: string): string | null {
  const value: unknown = filter[key];
  return value === undefined || value === null || value === "" ? null : String(value);
}

/** Whether a filter holds all entries of another one. */
export const holds = (filter: FilterPayload, wanted: FilterPayload) =>
  Object.entries(wanted).every(([key, value]) => filter[key] === value);

function fromChoices(id: string, choices: Choice[]): ListFilter {
  return {
    id,
    keys: [...new Set(choices.flatMap((choice) => Object.keys(choice.filter)))],
    editor: { kind: "choice", choices },
    read: (filter) => choices.find((choice) => holds(filter, choice.filter))?.value ?? null,
    write: (value) => choices.find((choice) => choice.value === value)?.filter ?? {},
  };
}

/** One of some values. `twin` is a column that must say the same, because only it has an index. */
export function choiceFilter(
  id: string,
  values: readonly string[],
  words: string | ((value: string) => string),
  twin?: string,
): ListFilter {
  return fromChoices(
    id,
    values.map((value) => ({
      value,
      label: typeof words === "string" ? `${words}.${value}` : words(value),
      filter: twin ? { [id]: value, [twin]: value } : { [id]: value },
    })),
  );
}

/** Whether a column holds anything. */
export function presenceFilter(id: string, column: string): ListFilter {
  return fromChoices(id, [
    { value: "yes", label: "common.yes", filter: { [`${column}@not`]: "is.null" } },
    { value: "no", label: "common.no", filter: { [`${column}@is`]: "null" } },
  ]);
}

/** Only the rows of which a column is true. */
export function onlyFilter(id: string): ListFilter {
  return fromChoices(id, [{ value: "yes", label: "common.yes", filter: { [id]: "true" } }]);
}

/** One of some groups, each a column that is true for its rows. */
export function groupFilter(id: string, columns: readonly string[], words: string): ListFilter {
  return fromChoices(
    id,
    columns.map((column) => ({
      value: column,
      label: `${words}.${column}`,
      filter: { [column]: "true" },
    })),
  );
}

/** One of some cases, each with the entries that make it. */
export function casesFilter(
  id: string,
  cases: Record<string, FilterPayload>,
  words: string,
): ListFilter {
  return fromChoices(
    id,
    Object.entries(cases).map(([value, filter]) => ({
      value,
      label: `${words}.${value}`,
      filter,
    })),
  );
}

export function flagFilter(id: string): ListFilter {
  return fromChoices(id, [
    { value: "yes", label: "common.yes", filter: { [`${id}@is`]: "true" } },
    { value: "no", label: "common.no", filter: { [`${id}@is`]: "false" } },
  ]);
}

/** From a moment, to a moment, or both: "<from>..<before>", each an ISO time or nothing. */
export function periodFilter(column: string, name?: string): ListFilter {
  const from = `${column}@gte`;
  const before = `${column}@lt`;
  return {
    id: column,
    ...(name ? { name } : {}),
    keys: [from, before],
    editor: { kind: "period" },
    read: (filter) => {
      const bounds = [textAt(filter, from) ?? "", textAt(filter, before) ?? ""];
      return bounds.some(Boolean) ? bounds.join("..") : null;
    },
    write: (value) => {
      const [start, end] = value.split("..");
      return { ...(start && { [from]: start }), ...(end && { [before]: end }) };
    },
  };
}

function textOf(id: string, key: string, editor: ListFilter["editor"]): ListFilter {
  return {
    id,
    keys: [key],
    editor,
    read: (filter) => textAt(filter, key),
    write: (value) => ({ [key]: value }),
  };
}

export const monthFilter = (column: string) => textOf(column, column, { kind: "month" });

/** A part of the text; fewer than three characters would read the whole table. */
export const partFilter = (column: string) =>
  textOf(column, `${column}@ilike`, { kind: "text", shortest: 3 });

/** An entry that comes with a link and has an operator: shown as it is, to be taken away. */
export const linkedFilter = (id: string, key: string) =>
  textOf(id, key, { kind: "fixed", label: id });

export const fixedFilter = (column: string, label: string) =>
  textOf(column, column, { kind: "fixed", label });
