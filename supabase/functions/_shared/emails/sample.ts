import type { Template, TemplateVariable } from "../vendors/resendTemplates.ts";
import { nameOf } from "../vendors/resendTemplates.ts";

export const TEST_PREFIX = "[Test] ";

const LINK = /url|link|lien/i;

/** A value that nobody takes for a customer's: it names its variable. */
function sampleOf({ key, type }: TemplateVariable): string | number {
  if (type === "number") return 123;
  return LINK.test(key) ? "https://example.com/exemple" : `[exemple ${key}]`;
}

type Sample = {
  subject: string;
  html: string;
  /** How it is sent: Resend fills its published version with the same values. */
  sending: { id: string; variables: Record<string, string | number>; from?: string };
};

/** A template as a test of it looks. */
export function sampleEmail(
  template: Pick<Template, "alias" | "id" | "name" | "subject" | "html" | "from" | "variables">,
): Sample {
  const variables = Object.fromEntries(
    (template.variables ?? []).map((variable) => [variable.key, sampleOf(variable)]),
  );
  const fill = (text: string) =>
    text.replace(/\{\{\{\s*([\w.]+)\s*\}\}\}/g, (whole, key: string) =>
      Object.hasOwn(variables, key) ? String(variables[key]) : whole,
    );
  return {
    subject: TEST_PREFIX + fill(template.subject ?? template.name),
    html: fill(template.html),
    sending: {
      id: nameOf(template),
      variables,
      ...(template.from === null ? {} : { from: template.from }),
    },
  };
}
