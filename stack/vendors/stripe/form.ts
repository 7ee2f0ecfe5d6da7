import { z } from "zod";
import { StripeFailure } from "./failure.ts";

type Tree = { [key: string]: string | Tree };

/** A body such as `items[0][price]=…&metadata[user_id]=…` as the object that it spells. */
function readForm(body: string): Tree {
  const root: Tree = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const keys = path.split(/\[|\]\[?/).filter((key, i) => i === 0 || key !== "");
    const last = keys.pop() ?? path;
    let at = root;
    for (const key of keys) {
      const next = at[key];
      const inner: Tree = typeof next === "object" ? next : {};
      at[key] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return root;
}

/** Reads a form by its shape; what does not fit is refused as Stripe refuses it. */
export function parseForm<Shape extends z.ZodType>(body: string, shape: Shape): z.output<Shape> {
  const parsed = shape.safeParse(readForm(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const [first = "", ...rest] = (issue?.path ?? []).map(String);
  const param = unknown ?? `${first}${rest.map((key) => `[${key}]`).join("")}`;
  if (unknown !== undefined) {
    throw new StripeFailure(400, {
      code: "parameter_unknown",
      message: `Received unknown parameter: ${param}`,
      param,
    });
  }
  const absent = issue?.code === "invalid_type" && issue.message.includes("undefined");
  throw new StripeFailure(400, {
    code: absent ? "parameter_missing" : "parameter_invalid",
    message: absent ? `Missing required param: ${param}.` : `Invalid value for ${param}.`,
    param,
  });
}

export const flag = z.enum(["true", "false"]).transform((value) => value === "true");
export const integer = z
  .string()
  .regex(/^\d+$/)
  .transform((value) => Number(value));
/** `items[0][…]`, `items[1][…]`: an array in a form is an object with numbers for keys. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.record(z.string().regex(/^\d+$/), item).transform((items) => Object.values(items));
