import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { openSession, type Session } from "./session.ts";

const ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const OTHER = "7f9619ff-8b86-4d01-b42d-00cf4fc964ff";

/** What a parser makes of parameters: clean ones, or "path: code" of why not. */
type Line = [params: unknown, answer: Record<string, unknown> | string];

/** Values that are no text, and what stands for "not there". */
const NO_TEXT = [null, 7, true, [], {}, undefined];

/** Each value in a field of parameters that are right otherwise is refused. */
const refused = (
  rest: Record<string, unknown>,
  field: string,
  values: unknown[],
  code: string,
): Line[] => values.map((value) => [{ ...rest, [field]: value }, `${field}: ${code}`]);

/** Nothing, no object, and a field that nobody knows. */
const noObject = (right: Record<string, unknown>): Line[] => [
  ...[undefined, null, 7, "x", true, [], [right]].map((params): Line => [params, ": invalid_type"]),
  [{ ...right, extra: null }, "extra: unrecognized_key"],
];

const ids = (rest: Record<string, unknown>, field: string): Line[] => [
  ...refused(rest, field, [...NO_TEXT, "", "x", `${ID} `, ID.slice(1), `${ID}0`], "invalid_uuid"),
  // Clean parameters have one spelling: the plan of one fits the run of the other.
  [
    { ...rest, [field]: ID.toUpperCase() },
    { ...rest, [field]: ID },
  ],
];

const user = (rest: Record<string, unknown> = {}): Line[] => [
  ...noObject({ user_id: ID, ...rest }),
  ...ids(rest, "user_id"),
];

/** Whole numbers between two limits. */
const whole = (
  rest: Record<string, unknown>,
  field: string,
  [least, most]: [number, number],
  code: string,
): Line[] => [
  ...refused(
    rest,
    field,
    [undefined, null, true, [least], {}, String(least), least - 1, most + 1, -1, 1.5, 1e300],
    code,
  ),
  ...[least, most].map(
    (value): Line => [
      { ...rest, [field]: value },
      expect.objectContaining({ ...rest, [field]: value }),
    ],
  ),
];

const long = (count: number, fill: (place: number) => unknown) =>
  Array.from({ length: count }, (_, place) => fill(place));

const idOf = (place: number) => `${ID.slice(0, -4)}${String(place).padStart(4, "0")}`;

const address = (rest: Record<string, unknown>, field: string): Line[] => [
  ...noObject({ ...rest, [field]: "zoe@example.fr" }),
  ...refused(
    rest,
    field,
    [
      ...NO_TEXT,
      "",
      "zoe",
      "zoe@localhost",
      "@example.fr",
      "zoe@example.fr ",
      "zoe@example..fr",
      "zoé@example.fr",
      "zoe@example.fr,hugo@example.fr",
      "zoe@example.fr\n",
      `${"z".repeat(244)}@example.fr`,
    ],
    "invalid_address",
  ),
  [
    { ...rest, [field]: "Zoe@Example.FR" },
    { ...rest, [field]: "zoe@example.fr" },
  ],
  [
    { ...rest, [field]: `${"z".repeat(243)}@example.fr` },
    { ...rest, [field]: `${"z".repeat(243)}@example.fr` },
  ],
];

const month = new Date().toISOString().slice(0, 7);
const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 7);
const event = (place: number) => `evt_${place}`;

const LINES: Record<string, Line[]> = {
  parse_grant: [
    ...user({ days: 7, plan: "pro" }),
    ...whole({ user_id: ID }, "days", [1, 366], "days_out_of_range"),
    ...refused(
      { user_id: ID, days: 7 },
      "plan",
      [null, 7, ["pro"], "", "free", "Premium"],
      "invalid_plan",
    ),
    [
      { user_id: ID, days: 7 },
      { user_id: ID, days: 7, plan: "premium" },
    ],
    [
      { user_id: ID, days: 7, plan: "pro" },
      { user_id: ID, days: 7, plan: "pro" },
    ],
  ],
  parse_revoke: [...user(), [{ user_id: ID, days: 7 }, "days: unrecognized_key"]],
  parse_ban: [
    ...user({ hours: 3 }),
    ...whole({ user_id: ID }, "hours", [1, 8760], "hours_out_of_range"),
  ],
  parse_unban: [...user(), [{ user_id: ID, hours: 3 }, "hours: unrecognized_key"]],
  parse_add_staff: [
    ...user({ role: "ops" }),
    ...refused(
      { user_id: ID },
      "role",
      [...NO_TEXT, ["ops"], "", "Admin", "owner"],
      "invalid_role",
    ),
    ...["support", "ops", "admin"].map(
      (role): Line => [
        { user_id: ID, role },
        { user_id: ID, role },
      ],
    ),
  ],
  parse_remove_staff: [...user(), [{ user_id: ID, role: "ops" }, "role: unrecognized_key"]],
  parse_lift: [
    ...address({}, "email"),
    [{ email: "zoe@example.fr", template: "welcome" }, "template: unrecognized_key"],
  ],
  parse_send_test: [
    ...address({ template: "welcome", override: true }, "to"),
    ...refused(
      { to: "zoe@example.fr", template: "welcome" },
      "override",
      [null, 1, "true", [], {}],
      "invalid_type",
    ),
    ...refused(
      { to: "zoe@example.fr" },
      "template",
      [...NO_TEXT, ["welcome"], "", "wel come", "../x", "t".repeat(101)],
      "invalid_template",
    ),
    [
      { to: "zoe@example.fr", template: "t".repeat(100) },
      { to: "zoe@example.fr", template: "t".repeat(100), override: false },
    ],
  ],
  parse_resend: [
    ...noObject({ email_id: ID }),
    ...ids({ override: true }, "email_id"),
    ...refused({ email_id: ID }, "override", [null, 1, "true", [], {}], "invalid_type"),
    [{ email_id: ID }, { email_id: ID, override: false }],
  ],
  parse_refresh: [...noObject({ integration_id: ID }), ...ids({}, "integration_id")],
  parse_reconcile: [
    ...noObject({ user_ids: [ID] }),
    ...refused(
      {},
      "user_ids",
      [...NO_TEXT, ID, [ID, null], [ID, 7], ["x"], [[ID]], long(501, idOf)],
      "invalid_user_ids",
    ),
    [{ user_ids: [ID], all: false }, "user_ids: invalid_user_ids"],
    [{ user_ids: [ID], all: true }, "user_ids: invalid_user_ids"],
    [{ all: "true" }, "user_ids: invalid_user_ids"],
    [{ all: false }, "user_ids: invalid_user_ids"],
    [{ all: true }, { all: true }],
    [{ user_ids: [OTHER, ID.toUpperCase(), ID] }, { user_ids: [ID, OTHER] }],
    [{ user_ids: long(500, idOf) }, { user_ids: long(500, idOf) }],
  ],
  parse_replay: [
    ...noObject({ event_ids: ["evt_1"] }),
    ...refused(
      {},
      "event_ids",
      [
        ...NO_TEXT,
        "evt_1",
        ["evt_1", null],
        ["evt_1", 7],
        ["evt_"],
        ["evt_é"],
        ["sub_1"],
        [`evt_${"x".repeat(201)}`],
        long(501, event),
      ],
      "invalid_event_ids",
    ),
    [{ event_ids: ["evt_1"], types: ["invoice.paid"] }, "types: unrecognized_key"],
    [{ event_ids: ["evt_1"], since: "2026-11-01T00:00:00Z" }, "event_ids: unrecognized_key"],
    [{ event_ids: ["evt_2", "evt_1", "evt_2"] }, { event_ids: ["evt_1", "evt_2"] }],
    [{ event_ids: [`evt_${"x".repeat(200)}`] }, { event_ids: [`evt_${"x".repeat(200)}`] }],
    [{ event_ids: long(500, event) }, expect.objectContaining({ event_ids: expect.any(Array) })],
    ...refused(
      {},
      "since",
      [
        null,
        7,
        true,
        {},
        ["2026-11-01T00:00:00Z"],
        "",
        "yesterday",
        "2026-11-01",
        "2026-11-01T00:00Z",
        "2026-11-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "2026-11-01T25:00:00Z",
        " 2026-11-01T00:00:00Z",
      ],
      "invalid_time",
    ),
    [{ since: "2026-11-01T02:00:00.5+02:00" }, { since: "2026-11-01T00:00:00.500Z" }],
    ...refused(
      { since: "2026-11-01T00:00:00Z" },
      "types",
      [
        null,
        7,
        "invoice.paid",
        {},
        [],
        [null],
        [7],
        ["ab"],
        ["Invoice"],
        ["x".repeat(101)],
        long(21, (place) => `invoice.type_${place}`),
      ],
      "invalid_types",
    ),
    [
      { since: "2026-11-01T00:00:00Z", types: ["x".repeat(100), "abc", "abc"] },
      { since: "2026-11-01T00:00:00.000Z", types: ["abc", "x".repeat(100)] },
    ],
    [
      { since: "2026-11-01T00:00:00Z", types: long(20, (place) => `type_${place}`) },
      expect.objectContaining({ types: expect.any(Array) }),
    ],
  ],
  parse_imports: [
    ...noObject({ month }),
    ...refused(
      {},
      "month",
      [...NO_TEXT, "", "2026-1", "2026-00", "2026-13", "26-01", " 2026-01", "2026-01\n"],
      "invalid_month",
    ),
    [{ month: later }, "month: month_in_future"],
    [{ month: "2019-12" }, "month: month_too_old"],
    [{ month: "2020-01" }, { month: "2020-01" }],
    [{ month }, { month }],
    ...ids({ month }, "user_id").filter(
      ([params]) => JSON.stringify(params) !== `{"month":"${month}"}`,
    ),
    ...refused(
      { month },
      "provider",
      [null, 7, ["stripe"], "", "Stripe", "paypal"],
      "invalid_provider",
    ),
    [
      { month, provider: "shopify" },
      { month, provider: "shopify" },
    ],
    ...refused({ month }, "only_failed", [null, 1, "true", [], {}], "invalid_type"),
    [
      { month, only_failed: true },
      { month, only_failed: true },
    ],
    [{ month, only_failed: false }, { month }],
  ],
};

let database: Database;
let session: Session;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  await session.query(`create function pg_temp.parsed(routine text, params jsonb) returns jsonb language plpgsql as $$
    declare v_detail jsonb;
    begin
      return private.call_jsonb(('private.' || routine)::regproc, params);
    exception when sqlstate 'PT422' then
      get stacked diagnostics v_detail = pg_exception_detail;
      return v_detail;
    end $$`);
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

/** All lines of a parser at once; "undefined" is SQL's null. */
async function answersOf(routine: string, lines: Line[]): Promise<unknown[]> {
  const rows = await session.query<{ answer: { issues?: { path: string[]; code: string }[] } }>(
    `select pg_temp.parsed($1, case when c.line ? 'params' then c.line -> 'params' end) as answer
    from jsonb_array_elements($2::jsonb) with ordinality c (line, place) order by c.place`,
    [routine, JSON.stringify(lines.map(([params]) => ({ params })))],
  );
  return rows.map(({ answer }) => {
    const [issue] = answer.issues ?? [];
    if (issue === undefined) return answer;
    expect(issue.path[0]).toBe("params");
    return `${issue.path.slice(1).join(".")}: ${issue.code}`;
  });
}

test.each(Object.keys(LINES))("%s takes what is right and says what is wrong", async (routine) => {
  const lines = LINES[routine] ?? [];
  const answers = await answersOf(routine, lines);
  const told = (list: unknown[]) => lines.map(([params], place) => [params, list[place]]);
  expect(told(answers)).toEqual(told(lines.map(([, answer]) => answer)));
});

test("every parser has its lines, and every refusal that one can give is among them", async () => {
  const routines = await session.query<{ name: string; source: string; taken: boolean }>(
    `select p.proname::text as name, p.prosrc as source, exists (select from private.actions a where a.parse = p.oid) as taken
    from pg_proc p where p.pronamespace = 'private'::regnamespace and p.proname like 'parse\\_%'`,
  );
  expect(Object.keys(LINES).sort()).toEqual(
    routines
      .filter(({ taken }) => taken)
      .map(({ name }) => name)
      .sort(),
  );
  const given = new Map(
    Object.entries(LINES).map(([name, lines]) => [
      name,
      new Set(lines.flatMap(([, answer]) => (typeof answer === "string" ? [answer] : []))),
    ]),
  );
  for (const { name, source } of routines) {
    // A part that several parsers share is asked by whoever calls it.
    const callers = routines.filter(
      (one) => one.taken && (one.name === name || one.source.includes(`.${name}(`)),
    );
    for (const [, path, code] of source.matchAll(/invalid_params\(('\w*'|\w+), '(\w+)'\)/g)) {
      for (const caller of callers) {
        const refusals = [...(given.get(caller.name) ?? [])];
        const wanted = path?.startsWith("'") ? `${path.slice(1, -1)}: ${code}` : `: ${code}`;
        expect(
          refusals.some((one) => one.endsWith(wanted)),
          `${caller.name}: no line for ${wanted}`,
        ).toBe(true);
      }
    }
  }
});
