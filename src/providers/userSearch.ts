import type { FilterPayload, GetListParams, SortPayload } from "react-admin";
import { impliedFilter } from "./impliedFilter.ts";

const SEARCH = "search@ilike";

/** What backoffice.search_users and count_users are asked. */
export type UserSearch = { search: string; filter: FilterPayload };
export type UserSearchPage = UserSearch & {
  sort: string;
  descending: boolean;
  skip: number;
  most: number;
};

/**
 * The part of a request for customers that a search is; null when there is no text to look for. The
 * database searches by a function: only there it is known how common a text is.
 */
export function searchFor(resource: string, filter: FilterPayload = {}): UserSearch | null {
  const { [SEARCH]: search, ...rest } = filter;
  if (resource !== "users" || typeof search !== "string" || search.trim() === "") return null;
  return { search, filter: { ...rest, ...impliedFilter(resource, rest) } };
}

const NEWEST: SortPayload = { field: "created_at", order: "DESC" };

/** Whether a search can be sorted by a field: not by e-mail, where finds lie together and far from the head. */
export const sortsSearch = (field: string): boolean => field !== "email";

/** The order of a search: the one asked for, or the newest first. */
export const searchSort = (sort: SortPayload): SortPayload =>
  sortsSearch(sort.field) ? sort : NEWEST;

/** One row more than the page, as in every list: it tells whether there is a next one. */
export function searchPage(
  search: UserSearch,
  { pagination, sort }: Pick<GetListParams, "pagination" | "sort">,
): UserSearchPage {
  const { page, perPage } = pagination ?? { page: 1, perPage: 25 };
  const { field, order } = searchSort(sort ?? { field: "id", order: "DESC" });
  return {
    ...search,
    sort: field,
    descending: order === "DESC",
    skip: (page - 1) * perPage,
    most: perPage + 1,
  };
}
