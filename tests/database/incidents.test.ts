import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { call, REASON } from "./actions.ts";
import { HOUR, later, MINUTE, setClock } from "./clock.ts";
import { AT, type IncidentScene, openIncidents, TITLE } from "./incidentScene.ts";
import { asPerson, ENGINES } from "./session.ts";

describe.each(ENGINES)("incidents on %s", (_engine, open) => {
  let scene: IncidentScene;
  let session: IncidentScene["session"];
  let ops: IncidentScene["ops"];
  let admin: IncidentScene["admin"];
  let support: IncidentScene["support"];
  let draft: IncidentScene["draft"];
  let declare: IncidentScene["declare"];
  let move: IncidentScene["move"];
  let read: IncidentScene["read"];
  let story: IncidentScene["story"];
  let journal: IncidentScene["journal"];

  beforeAll(async () => {
    scene = await openIncidents(open);
    ({ session, ops, admin, support, draft, declare, move, read, story, journal } = scene);
  });
  afterAll(() => scene?.close());
  beforeEach(() => scene.begin());

  test("an alert gives one draft with its severity, its beginning and its playbook, however often it is asked for", async () => {
    const before = await journal();
    const first = await draft(ops);
    expect(first).toMatchObject({ status: 200, body: { title: TITLE } });
    expect(await draft(admin)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await read()).toMatchObject([
      { status: "draft", severity: "P0", playbook: "webhooks_failing", taken_by: null },
    ]);
    expect(await story()).toEqual([{ kind: "drafted", actor_email: "ops@comptalyze.test" }]);
    expect(await journal()).toBe(before + 1);
    // Nobody is told of a draft.
    expect(await session.query("select from private.notices")).toEqual([]);
  });

  test("declared, a draft is an incident and the team is told once", async () => {
    const { body } = await draft(ops);
    const named = { title: "Stripe refuse tout", severity: "P1" };
    expect((await declare(ops, body.id, named)).status).toBe(200);
    expect((await declare(ops, body.id, { ...named, title: "Autre chose" })).status).toBe(200);
    expect(await read()).toMatchObject([
      { status: "open", title: "Stripe refuse tout", severity: "P1", playbook: "webhooks_failing" },
    ]);
    expect(await story()).toMatchObject([{ kind: "drafted" }, { kind: "declared" }]);
    expect(
      await session.query(
        "select kind, args ->> 'title' as title, args ->> 'code' as code from private.notices",
      ),
    ).toEqual([{ kind: "incident_declared", title: "Stripe refuse tout", code: body.code }]);
  });

  test("one that nobody drafted is declared under the caller's id: the same click again makes no second", async () => {
    const id = randomUUID();
    const clicks = [await declare(ops, id), await declare(ops, id)];
    expect(clicks.map(({ body }) => body.id)).toEqual([id, id]);
    expect(await read()).toHaveLength(1);
    expect(await session.query("select kind from private.notices")).toHaveLength(1);
  });

  test.each([
    ["P0", 15, 60],
    ["P1", 60, 4 * 60],
    ["P2", 4 * 60, 24 * 60],
    ["P3", 24 * 60, 7 * 24 * 60],
  ])(
    "the clocks of %s run %d and %d minutes from its declaration, to the second",
    async (severity, respond, resolve) => {
      const declared = later(AT, 7 * MINUTE + 31_000);
      const { body } = await draft(ops);
      await setClock(session, declared);
      await declare(ops, body.id, { severity });
      const clocks = () =>
        asPerson(session, support, () =>
          session.query<{ respond: number; resolve: number }>(
            `select round(extract(epoch from respond_by - $1::timestamptz))::int as respond, round(extract(epoch from resolve_by - $1::timestamptz))::int as resolve,
            respond_minutes, resolve_minutes from backoffice.incidents`,
            [declared],
          ),
        );
      expect(await clocks()).toEqual([
        {
          respond: respond * 60,
          resolve: resolve * 60,
          respond_minutes: respond,
          resolve_minutes: resolve,
        },
      ]);
      // Judged anew, both are counted from the declaration all the same.
      await setClock(session, later(declared, HOUR));
      const other = severity === "P3" ? "P0" : "P3";
      expect((await move(ops, body.id, "severity", 2, { severity: other })).status).toBe(200);
      expect(await clocks()).toMatchObject([
        other === "P0" ? { respond: 900, resolve: 3600 } : { respond: 86_400, resolve: 604_800 },
      ]);
    },
  );

  test("a week is as long in the one in which Paris changes its clocks", async () => {
    await setClock(session, "2026-10-24T10:00:00.000Z");
    await declare(ops, randomUUID(), { severity: "P3" });
    await session.query("set timezone = 'Europe/Paris'");
    try {
      expect(
        await asPerson(session, support, () =>
          session.query(
            "select round(extract(epoch from resolve_by - declared_at))::int as seconds from backoffice.incidents",
          ),
        ),
      ).toEqual([{ seconds: 7 * 24 * 3600 }]);
    } finally {
      await session.query("set timezone = 'UTC'");
    }
  });

  test("numbers follow each other, however often a draft is asked for and declared", async () => {
    const numberOf = ({ code }: { code: string }) => Number(code.replace("INC-", ""));
    const { body } = await draft(ops);
    await draft(admin);
    await declare(ops, body.id);
    await declare(admin, body.id);
    const next = await declare(ops, randomUUID());
    expect(numberOf(next.body)).toBe(numberOf(body) + 1);
  });

  test("taken, taken over, resolved in words, opened again: each one line of its story and one of the journal", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    const before = await journal();
    expect((await move(ops, body.id, "take", 2)).status).toBe(200);
    expect((await move(ops, body.id, "take", 2)).body).toMatchObject({ version: 3 });
    const takenAt = () => session.query("select taken_at from private.incidents");
    const answered = await takenAt();
    expect((await move(admin, body.id, "take", 3)).status).toBe(200);
    expect(await read()).toMatchObject([{ taken_by: "admin@comptalyze.test" }]);
    const said = "Secret remis en place, événements rejoués.";
    expect((await move(admin, body.id, "resolve", 4, { reason: said })).status).toBe(200);
    expect(await read()).toMatchObject([{ status: "resolved", resolution: said }]);
    expect((await move(admin, body.id, "resolve", 4, { reason: said })).status).toBe(200);
    expect((await move(ops, body.id, "reopen", 5)).status).toBe(200);
    expect(await read()).toMatchObject([
      { status: "open", resolution: null, taken_by: "admin@comptalyze.test" },
    ]);
    expect((await story()).slice(2)).toEqual([
      { kind: "taken", actor_email: "ops@comptalyze.test" },
      { kind: "taken", actor_email: "admin@comptalyze.test" },
      { kind: "resolved", actor_email: "admin@comptalyze.test" },
      { kind: "reopened", actor_email: "ops@comptalyze.test" },
    ]);
    expect(await journal()).toBe(before + 4);
    // Whoever took it first is who answered.
    expect(await takenAt()).toEqual(answered);
  });

  test("an alert that is still open once its incident is over gives another one", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    await move(ops, body.id, "take", 2);
    await move(ops, body.id, "resolve", 3);
    // Whoever had it does not have it again by a click that comes late.
    expect((await move(ops, body.id, "take", 4)).status).toBe(409);
    const second = await draft(ops);
    expect(second.status).toBe(200);
    expect(second.body.id).not.toBe(body.id);
    const [row] = await asPerson(session, support, () =>
      session.query<{ home: { alerts: { incident_id: string }[] } }>(
        "select backoffice.home() as home",
      ),
    );
    expect(row?.home.alerts).toMatchObject([{ incident_id: second.body.id }]);
  });

  test("a draft is discarded with a reason, and the alert can give another one", async () => {
    const { body } = await draft(ops);
    expect((await move(ops, body.id, "discard", 1)).status).toBe(200);
    expect(await read()).toEqual([]);
    // Who still had it open is told that it is gone.
    expect(await declare(admin, body.id)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
    expect(await read()).toEqual([]);
    expect((await draft(ops)).body.id).not.toBe(body.id);
  });

  test("a title is one line without blanks around it", async () => {
    const { body } = await draft(ops, scene.alert, "\u00a0 Webhooks\n en \t échec ");
    expect(body).toMatchObject({ title: "Webhooks en échec" });
    await declare(ops, body.id, { title: "\tStripe\r\nrefuse tout\u202f" });
    expect(await read()).toMatchObject([{ title: "Stripe refuse tout" }]);
  });

  test("the journal has who, why, and what it was before", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id, { severity: "P1" });
    await move(admin, body.id, "severity", 2, { severity: "P0" });
    expect(
      await session.query(
        `select actor_email, event, target_id, target_label, reason, before ->> 'severity' as old, after ->> 'severity' as new, after ->> 'step' as step
        from private.audit where target_kind = 'incident' order by seq desc limit 1`,
      ),
    ).toEqual([
      {
        actor_email: "admin@comptalyze.test",
        event: "edited",
        target_id: body.id,
        target_label: body.code,
        reason: REASON,
        old: "P1",
        new: "P0",
        step: "severity",
      },
    ]);
    expect(
      await session.query("select detail from private.incident_events order by id desc limit 1"),
    ).toEqual([{ detail: { from: "P1", to: "P0", words: REASON } }]);
  });

  test("the first page has the open P0 and P1, the most urgent first; a chart has the incident in place of its alert", async () => {
    const { body } = await draft(ops);
    const page = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{
          home: { incidents: { title: string }[]; alerts: { incident_state: string | null }[] };
        }>("select backoffice.home() as home"),
      );
      return row?.home;
    };
    const marks = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ marks: { alerts: unknown[]; incidents: { code: string }[] } }>(
          "select backoffice.marks($1, $2) as marks",
          [later(AT, -HOUR), later(AT, HOUR)],
        ),
      );
      return row?.marks;
    };
    expect(await page()).toMatchObject({ incidents: [], alerts: [{ incident_state: "draft" }] });
    expect(await marks()).toMatchObject({ alerts: [{}], incidents: [] });
    await declare(ops, body.id, { title: "Le second", severity: "P1" });
    await declare(ops, randomUUID(), { title: "Le premier", severity: "P0" });
    await declare(ops, randomUUID(), { title: "Plus tard", severity: "P2" });
    expect((await page())?.incidents.map(({ title }) => title)).toEqual([
      "Le premier",
      "Le second",
    ]);
    const drawn = await marks();
    expect(drawn?.alerts).toEqual([]);
    expect(drawn?.incidents).toHaveLength(3);
  });

  test("what became of the alert and its rule does not touch the incident", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    await session.query("delete from private.alerts");
    expect(await read()).toMatchObject([{ id: body.id, status: "open" }]);
  });

  test("a rule that is removed leaves the incident of its alert, and the way to the alert", async () => {
    const fields = { metric: "webhooks_failed", severity: "P2" };
    const rule = await call<{ id: number }>(session, ops, "save_alert_rule", {
      id: null,
      fields,
      reason: REASON,
    });
    await session.query("update private.alerts set rule_id = $1", [rule.body.id]);
    const { body } = await draft(ops);
    await declare(ops, body.id);
    expect(
      await call(session, ops, "delete_alert_rule", { id: rule.body.id, reason: REASON }),
    ).toMatchObject({ status: 200 });
    expect(
      await asPerson(session, support, () =>
        session.query(
          "select id::text, status, metric, alert_id::text, alert_status from backoffice.incidents",
        ),
      ),
    ).toEqual([
      {
        id: body.id,
        status: "open",
        metric: "webhooks_failed",
        alert_id: scene.alert,
        alert_status: "recovered",
      },
    ]);
  });

  test("a chart has what was broken within its range: from before, until now, and nothing that was over by then", async () => {
    const began = (hours: number) => ({ started_at: later(AT, -hours * HOUR) });
    const [over, longer] = [randomUUID(), randomUUID()];
    await declare(ops, over, { title: "Fini avant", ...began(9) });
    await move(ops, over, "resolve", 2);
    await session.query("update private.incidents set resolved_at = $1", [later(AT, -8 * HOUR)]);
    await declare(ops, longer, { title: "Depuis longtemps", ...began(9) });
    await declare(ops, randomUUID(), { title: "Maintenant" });
    const drawn = async (from: number, until: number) => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ titles: string[] }>(
          `select array(select m ->> 'title' from jsonb_array_elements(backoffice.marks($1, $2) -> 'incidents') m order by 1) as titles`,
          [later(AT, from * HOUR), later(AT, until * HOUR)],
        ),
      );
      return row?.titles;
    };
    expect(await drawn(-7, -1)).toEqual(["Depuis longtemps"]);
    expect(await drawn(-10, -1)).toEqual(["Depuis longtemps", "Fini avant"]);
    expect(await drawn(-20, -10)).toEqual([]);
    expect(await drawn(-1, 1)).toEqual(["Depuis longtemps", "Maintenant"]);
  });

  test("the first page tells of no incident that is over", async () => {
    const titles = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ titles: string[] }>(
          "select array(select i ->> 'title' from jsonb_array_elements(backoffice.home() -> 'incidents') with ordinality x (i, n) order by n) as titles",
        ),
      );
      return row?.titles;
    };
    const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
    for (const [n, id] of ids.entries()) {
      await setClock(session, later(AT, n * MINUTE));
      await declare(ops, id, { title: `Panne ${n}` });
    }
    expect(await titles()).toEqual(["Panne 0", "Panne 1", "Panne 2"]);
    await move(ops, ids[1], "resolve", 2);
    await move(ops, ids[0], "severity", 2, { severity: "P2" });
    expect(await titles()).toEqual(["Panne 2"]);
  });

  test("no playbook leads from a metric that there is not, no metric to two", async () => {
    expect(
      await session.query(
        `select m.metric from private.playbooks p, unnest(p.metrics) m (metric) left join private.metrics known using (metric)
        group by m.metric having count(*) > 1 or bool_or(known.metric is null)`,
      ),
    ).toEqual([]);
  });

  test("every metric leads to a playbook", async () => {
    expect(
      await session.query(
        "select m.metric from private.metrics m where (private.playbook_of(m.metric)).playbook is null",
      ),
    ).toEqual([]);
  });
});
