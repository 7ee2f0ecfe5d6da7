import type { GetListParams } from "react-admin";
import { expect, test, vi } from "vitest";
import { collectRows, MOST_ROWS } from "./collectRows";

function listOf(size: number) {
  return vi.fn(async ({ pagination }: GetListParams) => {
    const { page, perPage } = pagination ?? { page: 1, perPage: 25 };
    const first = (page - 1) * perPage;
    const count = Math.max(0, Math.min(perPage, size - first));
    return {
      data: Array.from({ length: count }, (_, index) => ({ id: first + index })),
      pageInfo: { hasNextPage: first + perPage < size, hasPreviousPage: page > 1 },
    };
  });
}

const params = { filter: { plan: "pro" }, sort: { field: "created_at", order: "DESC" as const } };

test("every row once, page after page, with the same filter and sort", async () => {
  const read = listOf(1284);
  const seen: number[] = [];
  const { rows, cut } = await collectRows(read, params, (count) => seen.push(count));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1284);
  expect(cut).toBe(false);
  expect(seen).toEqual([500, 1000, 1284]);
  expect(read.mock.calls.every(([asked]) => asked.filter.plan === "pro")).toBe(true);
});

test("stops at the limit and says so", async () => {
  const { rows, cut } = await collectRows(listOf(25_000), params, () => {});
  expect(rows).toHaveLength(MOST_ROWS);
  expect(cut).toBe(true);
});

test("exactly the limit is not cut", async () => {
  const { cut } = await collectRows(listOf(MOST_ROWS), params, () => {});
  expect(cut).toBe(false);
});
