import { failure } from "./failures.ts";

/** A page of a list, newest first, after or before the one that the cursor names. */
export function listPage<Row extends { id: string }>(
  url: URL,
  newestFirst: Row[],
  show: (row: Row) => unknown,
): Response {
  const limit = Number(url.searchParams.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return failure("validation_error", "The `limit` must be between 1 and 100.");
  }
  const after = url.searchParams.get("after");
  const before = url.searchParams.get("before");
  if (after !== null && before !== null) {
    return failure("validation_error", "Only one of `after` and `before` can be used.");
  }
  const cursor = after ?? before;
  const at = newestFirst.findIndex((row) => row.id === cursor);
  if (cursor !== null && at < 0) {
    return failure("validation_error", "The pagination cursor does not exist.");
  }
  const data =
    before !== null
      ? newestFirst.slice(0, at).slice(-limit)
      : newestFirst.slice(at + 1, at + 1 + limit);
  return Response.json({
    object: "list",
    has_more: before !== null ? at > limit : newestFirst.length > at + 1 + limit,
    data: data.map(show),
  });
}
