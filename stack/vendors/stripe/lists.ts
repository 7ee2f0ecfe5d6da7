import { StripeFailure } from "./failure.ts";

type Listed = { id: string; created: number };

const PAGING = ["limit", "starting_after", "ending_before", "expand"];
const RANGE = ["gt", "gte", "lt", "lte"] as const;

/** The query of a list, with `types[0]`, `types[]` and `created[gte]` read as Stripe reads them. */
export class ListQuery {
  readonly values = new Map<string, string[]>();

  constructor(url: URL, allowed: string[]) {
    for (const [raw, value] of url.searchParams) {
      const [, name = raw, inner] = /^([^[]+)(?:\[(.*)\])?$/.exec(raw) ?? [];
      if (!allowed.includes(name) && !PAGING.includes(name)) {
        throw new StripeFailure(400, {
          code: "parameter_unknown",
          message: `Received unknown parameter: ${raw}`,
          param: raw,
        });
      }
      const key = inner === undefined || /^\d*$/.test(inner) ? name : `${name}.${inner}`;
      this.values.set(key, [...(this.values.get(key) ?? []), value]);
    }
  }

  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  list(name: string): string[] {
    return this.values.get(name) ?? [];
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== "true" && value !== "false") {
      throw new StripeFailure(400, { message: `Invalid boolean: ${value}`, param: name });
    }
    return value === "true";
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) {
      throw new StripeFailure(400, {
        code: "parameter_invalid_integer",
        message: `Invalid integer: ${value}`,
        param: name,
      });
    }
    return Number(value);
  }

  /** Whether a time is within `name` (exact) or `name[gt|gte|lt|lte]`. */
  within(name: string, time: number): boolean {
    const exact = this.integer(name);
    const { gt, gte, lt, lte } = Object.fromEntries(
      RANGE.map((edge) => [edge, this.integer(`${name}.${edge}`)]),
    );
    return (
      (exact === undefined || time === exact) &&
      (gt === undefined || time > gt) &&
      (gte === undefined || time >= gte) &&
      (lt === undefined || time < lt) &&
      (lte === undefined || time <= lte)
    );
  }

  /** Which of the expandable fields are asked for; another one is an error, as at Stripe. */
  expands(field: string): boolean {
    const asked = this.list("expand");
    const strange = asked.find((name) => name !== field);
    if (strange !== undefined) {
      throw new StripeFailure(400, {
        message: `This property cannot be expanded (${strange}).`,
        param: "expand",
      });
    }
    return asked.length > 0;
  }

  limit(): number {
    const limit = this.integer("limit") ?? 10;
    if (limit < 1 || limit > 100) {
      const wanted = limit < 1 ? "greater than or equal to 1" : "less than or equal to 100";
      throw new StripeFailure(400, {
        code: "parameter_invalid_integer",
        message: `This value must be ${wanted} (it currently is '${limit}').`,
        param: "limit",
      });
    }
    return limit;
  }
}

/** One page of a list, newest first; of two from the same second the one added later comes first. */
export function page<T extends Listed>(
  query: ListQuery,
  url: URL,
  kind: string,
  rows: T[],
  show: (row: T) => unknown,
) {
  const sorted = [...rows].reverse().sort((a, b) => b.created - a.created);
  const limit = query.limit();
  const after = query.text("starting_after");
  const before = query.text("ending_before");
  if (after !== undefined && before !== undefined) {
    throw new StripeFailure(400, {
      message: "You cannot use both starting_after and ending_before.",
    });
  }
  for (const [param, cursor] of [
    ["starting_after", after],
    ["ending_before", before],
  ]) {
    if (cursor !== undefined && !rows.some((row) => row.id === cursor)) {
      throw new StripeFailure(400, {
        code: "resource_missing",
        message: `No such ${kind}: '${cursor}'`,
        param,
      });
    }
  }
  const at = sorted.findIndex((row) => row.id === (after ?? before));
  const rest =
    before !== undefined ? sorted.slice(0, at).slice(-limit) : sorted.slice(at + 1, at + 1 + limit);
  return {
    object: "list",
    data: rest.map(show),
    has_more: before !== undefined ? at > limit : sorted.length > at + 1 + limit,
    url: url.pathname,
  };
}
