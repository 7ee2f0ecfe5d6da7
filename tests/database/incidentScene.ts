import type { Database } from "../../stack/database.ts";
import { call, REASON } from "./actions.ts";
import { setClock } from "./clock.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

export type IncidentRow = {
  id: string;
  code: string;
  title: string;
  severity: string;
  status: string;
  playbook: string | null;
  taken_by: string | null;
  resolution: string | null;
  version: number;
};

export const AT = "2026-06-17T10:00:00.000Z";
export const TITLE = "Webhooks Stripe refusés";

/** Who is there, what they can do with incidents, and what that leaves. */
export type IncidentScene = Awaited<ReturnType<typeof openIncidents>>;

/** An incident's calls on a database of its own. */
export async function openIncidents(open: () => Promise<Database>) {
  const database = await open();
  const session: Session = await openSession(database);
  const ops = await signedIn(database, "ops@comptalyze.test");
  const admin = await signedIn(database, "admin@comptalyze.test");
  const support = await signedIn(database, "support@comptalyze.test");
  const customer = await signedIn(database, "zoe.lambert@example.fr");
  let alert = "";

  async function alertOf(metric: string, since: string, fired = true): Promise<string> {
    const [row] = await session.query<{ id: string }>(
      `insert into private.alerts (rule_id, kind, metric, severity, since, fired_at, value, threshold, evaluated_at)
      select r.id, 'breach', r.metric, r.severity, $2, case when $3 then $2::timestamptz end, 5, 1, $2 from private.alert_rules r where r.metric = $1 and r.standard
      returning id::text`,
      [metric, since, fired],
    );
    return row?.id ?? "";
  }

  async function journal(): Promise<number> {
    const [row] = await session.query<{ number: number }>(
      "select count(*)::int as number from private.audit where target_kind = 'incident' and outcome = 'done'",
    );
    return row?.number ?? 0;
  }

  return {
    session,
    ops,
    admin,
    support,
    customer,
    alertOf,
    journal,
    /** The alert that is open in every test. */
    get alert() {
      return alert;
    },
    /** At one moment, with one alert and no incident. */
    async begin() {
      await setClock(session, AT);
      for (const table of ["incidents", "alerts", "notices"])
        await session.query(`delete from private.${table}`);
      alert = await alertOf("webhooks_failed", AT);
    },
    draft: (person: Person, alert_id: string | null = alert, title: string | null = TITLE) =>
      call<{ id: string; code: string }>(session, person, "draft_incident", { alert_id, title }),
    declare: (person: Person, id: string | null, fields: object = {}) =>
      call<{ id: string; code: string }>(session, person, "declare_incident", {
        id,
        fields: { title: TITLE, severity: "P0", ...fields },
      }),
    move: (person: Person, id: string, what: string, version: number, more: object = {}) =>
      call<{ id: string; version: number }>(session, person, "move_incident", {
        id,
        move: what,
        version,
        reason: REASON,
        ...more,
      }),
    read: (person: Person = support) =>
      asPerson(session, person, () =>
        session.query<IncidentRow>(
          "select id::text, code, title, severity, status, playbook, taken_by, resolution, version from backoffice.incidents order by started_at, code",
        ),
      ),
    story: () =>
      session.query<{ kind: string; actor_email: string }>(
        "select kind, actor_email from private.incident_events order by id",
      ),
    /** All that a change of an incident writes. */
    written: async () => ({
      incidents: await session.query("select * from private.incidents order by number"),
      story: await session.query("select * from private.incident_events order by id"),
      notices: await session.query("select * from private.notices order by id"),
      journal: await journal(),
    }),
    async close() {
      await session.close();
      await database.close();
    },
  };
}
