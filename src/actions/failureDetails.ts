// Reads what an error answer says beyond its code; anything unexpected reads as nothing.

export type Issue = { path: string; code: string };

export type Moved = { field: string; before: unknown; after: unknown };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function listOf(details: unknown, key: string): Record<string, unknown>[] {
  const list = isRecord(details) ? details[key] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** A 422: which field, and the code of what is wrong with it. */
export function issuesOf(details: unknown): Issue[] {
  return listOf(details, "issues").map((issue) => ({
    path: Array.isArray(issue.path) ? issue.path.filter((part) => part !== "params").join(".") : "",
    code: String(issue.code ?? ""),
  }));
}

/** A 409: the fields that moved since the preview, or since the run that was to be undone. */
export function movedOf(details: unknown): Moved[] {
  return listOf(details, "changed").map((change) => ({
    field: String(change.field),
    before: "expected" in change ? change.expected : change.before,
    after: "found" in change ? change.found : change.after,
  }));
}

export function causeOf(details: unknown): string | null {
  return isRecord(details) && typeof details.cause === "string" ? details.cause : null;
}
