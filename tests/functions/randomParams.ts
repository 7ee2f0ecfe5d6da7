import fc from "fast-check";
import { z } from "zod";
import type { ActionContract } from "../../supabase/functions/_shared/contract.ts";
import { json } from "./randomValues.ts";

/** Ids and addresses that the database has, by the name of the field that would hold one. */
export type Known = { idsOf(field: string): string[]; emails: string[] };

type Schema = {
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};

function textFor(schema: Schema, field: string, known: Known): fc.Arbitrary<string> {
  if (schema.format === "email") return fc.constantFrom(...known.emails);
  if (schema.format === "date-time" || schema.format === "date") {
    return fc
      .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, schema.format === "date" ? 10 : undefined));
  }
  // What a pattern or a list at a vendor asks of these, chance would not find.
  if (field === "month") return fc.constantFrom("2026-08", "2026-09", "2026-10");
  if (field === "template") return fc.constant("welcome");
  const ids = known.idsOf(field);
  if (schema.format === "uuid" || ids.length > 0) return fc.constantFrom(...ids);
  return fc.string({
    minLength: schema.minLength ?? 1,
    maxLength: Math.min(schema.maxLength ?? 40, 40),
  });
}

function valueFor(schema: Schema, field: string, known: Known): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return fc.oneof(...several.map((one) => valueFor(one, field, known)));
  const { minimum: min = -1000, maximum: max = 1000 } = schema;
  switch (schema.type) {
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, inner]) => [
            name,
            valueFor(inner, name, known),
          ]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case "array":
      return fc.uniqueArray(valueFor(schema.items ?? {}, field.replace(/s$/, ""), known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
        selector: (value) => JSON.stringify(value),
      });
    case "integer":
      return fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) });
    case "number":
      return fc.double({ min, max, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return textFor(schema, field, known);
    default:
      return json;
  }
}

/** Parameters that an action's contract takes, about records that there are. */
export function paramsOf(
  contract: Pick<ActionContract, "params">,
  known: Known,
): fc.Arbitrary<Record<string, unknown>> {
  const schema = z.toJSONSchema(contract.params, { io: "input", unrepresentable: "any" }) as Schema;
  return valueFor(schema, "", known)
    .filter((value) => contract.params.safeParse(value).success)
    .map((value) => ({ ...(value as object) }));
}
