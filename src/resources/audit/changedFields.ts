export type ChangedField = { field: string; before: unknown; after: unknown };

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nested values by their path, "mirror.is_premium". */
function flattened(value: unknown, path = ""): Fields {
  if (!isFields(value)) return path ? { [path]: value } : {};
  const entries = Object.entries(value).flatMap(([key, inner]) =>
    Object.entries(flattened(inner, path ? `${path}.${key}` : key)),
  );
  return Object.fromEntries(entries);
}

/** The fields whose value is not the same before and after. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const old = flattened(before);
  const now = flattened(after);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, before: old[field], after: now[field] }));
}
