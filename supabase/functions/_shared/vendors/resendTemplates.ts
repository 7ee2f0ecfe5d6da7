import { z } from "zod";
import type { Turn } from "./external.ts";
import { ask, askFor, everyPage } from "./resend.ts";

const listed = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string().nullable(),
  /** Only a published one can be sent. */
  status: z.string(),
});

const variable = z.object({ key: z.string(), type: z.string() });

const template = listed.extend({
  subject: z.string().nullable(),
  from: z.string().nullable(),
  html: z.string(),
  variables: variable.array().nullable(),
  has_unpublished_versions: z.boolean().default(false),
});

export type ListedTemplate = z.output<typeof listed>;
export type Template = z.output<typeof template>;
export type TemplateVariable = z.output<typeof variable>;

/** The name by which the app sends a template. */
export const nameOf = ({ alias, id }: Pick<ListedTemplate, "alias" | "id">) => alias ?? id;

/** Every template, without its content. */
export const templates = (turn: Turn): Promise<ListedTemplate[]> =>
  everyPage(listed, (resend, page, options) => resend.templates.list(page, options), turn);

/** A template by its name, with its content as it was last edited; null when Resend has none of this name. */
export function templateOf(name: string): Promise<Template | null> {
  return askFor(
    ask(template, (resend, options) => resend.templates.get(encodeURIComponent(name), options)),
  );
}
