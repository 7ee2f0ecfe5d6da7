import { supabaseDataProvider } from "ra-supabase";
import type {
  DataProvider,
  FilterPayload,
  GetListParams,
  GetListResult,
  RaRecord,
} from "react-admin";
import type { Subject } from "../../supabase/functions/_shared/contract";
import type { Guards } from "../actions/guard";
import type { ChartAnswer, ChartName, MarksAnswer } from "../charts/answer";
import type { ChartSpan } from "../charts/range/range";
import type { Home } from "../dashboard/home";
import { type AuditChain, type AuditVerdict, verifyWhole } from "../resources/audit/chain";
import type { SubscriptionTotals } from "../resources/subscriptions/subscription";
import type { UserOverview } from "../resources/users/overview";
import type { AccessMoment } from "../resources/users/show/accessMoment";
import { impliedFilter, impliedSort } from "./impliedFilter";
import { countOf, filterParams, orderParam } from "./listQuery";
import { loadMe } from "./me";
import { type RequestOptions, request } from "./request";
import { settings } from "./settings";
import { SCHEMA, supabaseClient } from "./supabaseClient";
import { COUNTED_UP_TO, estimatedTotal, type Total } from "./total";
import { searchFor, searchPage, type UserSearch } from "./userSearch";

const api = `${settings.supabaseUrl}/rest/v1`;

const base = supabaseDataProvider({
  instanceUrl: settings.supabaseUrl,
  apiKey: settings.publishableKey,
  supabaseClient,
  httpClient: (url: string, options: RequestOptions) => request(url, options),
  schema: () => SCHEMA,
});

function read(resource: string, params: [string, string][], prefer?: string, signal?: AbortSignal) {
  const headers = new Headers({ Accept: "application/json", "Accept-Profile": SCHEMA });
  if (prefer) headers.set("Prefer", prefer);
  return request(`${api}/${resource}?${new URLSearchParams(params)}`, { headers, signal });
}

async function call(name: string, args: object, signal?: AbortSignal): Promise<unknown> {
  const { json } = await request(`${api}/rpc/${name}`, {
    method: "POST",
    headers: new Headers({ "Content-Profile": SCHEMA, "Accept-Profile": SCHEMA }),
    body: JSON.stringify(args),
    signal,
  });
  return json;
}

function conditions(resource: string, filter: FilterPayload = {}): [string, string][] {
  return filterParams({ ...filter, ...impliedFilter(resource, filter) });
}

async function readPage(resource: string, params: GetListParams): Promise<unknown> {
  const search = searchFor(resource, params.filter);
  if (search) return call("search_users", searchPage(search, params), params.signal);
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const sort = params.sort ?? { field: "id", order: "DESC" };
  const { json } = await read(
    resource,
    [
      ...conditions(resource, params.filter),
      ["order", orderParam(impliedSort(resource, params.filter ?? {}, sort))],
      ["offset", String((page - 1) * perPage)],
      ["limit", String(perPage + 1)],
    ],
    undefined,
    params.signal,
  );
  return json;
}

/** Rows without a count: one row more than the page tells whether there is a next one. */
async function getList<Row extends RaRecord>(
  resource: string,
  params: GetListParams,
): Promise<GetListResult<Row>> {
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const rows = (await readPage(resource, params)) as Row[];
  return {
    data: rows.slice(0, perPage),
    pageInfo: { hasNextPage: rows.length > perPage, hasPreviousPage: page > 1 },
    meta: { fetchedAt: Date.now() },
  };
}

async function count(
  resource: string,
  filters: [string, string][],
  how: "count=exact" | "count=planned",
): Promise<number | null> {
  const { headers } = await read(resource, [...filters, ["select", "id"], ["limit", "1"]], how);
  return countOf(headers.get("content-range"));
}

/** The exact count up to COUNTED_UP_TO; null when there are more. */
async function countFew(
  resource: string,
  filters: [string, string][],
  search: UserSearch | null,
): Promise<number | null> {
  if (search) {
    const found = (await call("count_users", search)) as number;
    return found <= COUNTED_UP_TO ? found : null;
  }
  const probe = await read(resource, [
    ...filters,
    ["select", "id"],
    ["offset", String(COUNTED_UP_TO)],
    ["limit", "1"],
  ]);
  return (probe.json as unknown[]).length === 0 ? count(resource, filters, "count=exact") : null;
}

/** How many rows a filter holds: exact while that is cheap, else the planner's estimate. */
async function countRows(resource: string, filter: FilterPayload): Promise<Total> {
  const filters = conditions(resource, filter);
  const few = await countFew(resource, filters, searchFor(resource, filter));
  if (few !== null) return { kind: "exact", value: few };
  return estimatedTotal(await count(resource, filters, "count=planned"));
}

/** A customer's page in one answer. The visit is written to the audit log. */
async function openUser(id: string): Promise<UserOverview> {
  return (await call("open_user", { user_id: id })) as UserOverview;
}

/** The last moments at which a customer's access changed. */
async function accessHistory(id: string, signal?: AbortSignal): Promise<AccessMoment[]> {
  return (await call("access_history", { user_id: id }, signal)) as AccessMoment[];
}

/** By action on a record of a kind: whether it may be run now, and why not. Writes no visit. */
async function recordGuards(kind: Subject, id: string): Promise<Guards> {
  return (await call("record_guards", { kind, id })) as Guards;
}

/** Everything that the first page shows but its chart. */
async function home(signal?: AbortSignal): Promise<Home> {
  return (await call("home", {}, signal)) as Home;
}

/** All subscriptions in one line. The only answer of one row without an id. */
async function subscriptionTotals(): Promise<SubscriptionTotals> {
  const { json } = await read("subscription_totals", []);
  const [totals] = json as [SubscriptionTotals];
  return totals;
}

async function auditChain(): Promise<AuditChain> {
  const { json } = await read("audit_chain", []);
  const [chain] = json as [AuditChain];
  return chain;
}

/** The points of a chart over a range. */
async function chart<Name extends ChartName>(
  name: Name,
  span: ChartSpan,
  signal?: AbortSignal,
): Promise<ChartAnswer<Name>> {
  return (await call("chart", { name, ...span }, signal)) as ChartAnswer<Name>;
}

/** What happened in a range: deployments, bulk runs, alerts. */
async function marks(
  span: Pick<ChartSpan, "since" | "until">,
  signal?: AbortSignal,
): Promise<MarksAnswer> {
  return (await call("marks", span, signal)) as MarksAnswer;
}

/** Asks for a comparison of everything with Stripe; it begins at the next turn of the schedule. */
async function requestScan(): Promise<void> {
  await call("request_scan", {});
}

/** Recomputes the chain of the audit log from its first line. */
const verifyAudit = (): Promise<AuditVerdict> =>
  verifyWhole(async (args) => (await call("verify_audit", args)) as AuditVerdict);

export const dataProvider = {
  ...base,
  supportAbortSignal: true,
  getList,
  getManyReference: (resource, { target, id, filter, ...params }) =>
    getList(resource, { ...params, filter: { ...filter, [target]: id } }),
  countRows,
  openUser,
  accessHistory,
  recordGuards,
  home,
  subscriptionTotals,
  auditChain,
  chart,
  marks,
  requestScan,
  verifyAudit,
  me: loadMe,
} satisfies DataProvider;

export type ConsoleDataProvider = typeof dataProvider;
