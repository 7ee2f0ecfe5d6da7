import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { giveRows } from "./actions.ts";
import { readMatrix } from "./matrix.ts";
import { ENGINES, openSession, signedIn } from "./session.ts";

const matrix = readMatrix();
const VIEWS = [...matrix("View")];

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as Auth makes it; `secret` null gives one that nobody signed. */
function tokenOf(claims: Record<string, unknown>, secret: string | null): string {
  const head = encoded({ alg: secret === null ? "none" : "HS256", typ: "JWT" });
  const text = `${head}.${encoded({ aud: "authenticated", exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  if (secret === null) return `${text}.`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

describe.each(ENGINES)("the Data API on %s", (_engine, open) => {
  let database: Database;
  let backend: Backend;
  let ids: Record<string, string>;
  let rightsBefore: string[];

  async function rights(): Promise<string[]> {
    const rows = await database.query<{ held: string }>(
      `select concat_ws(' ', c.oid::regclass, c.relacl) as held from pg_class c
        where c.relnamespace::regnamespace::text in ('public', 'private', 'backoffice') and c.relkind in ('r', 'v', 'S')
      union all select concat_ws(' ', nspname, nspacl) from pg_namespace where nspname in ('public', 'private', 'backoffice')
      union all select concat_ws(' ', 'default', defaclnamespace::regnamespace, defaclacl) from pg_default_acl
      order by 1`,
    );
    return rows.map((row) => row.held);
  }

  /** What a list answers to a token: its number of rows, or the status of a refusal. */
  async function list(view: string, token: string | null): Promise<string> {
    const response = await backend.request(
      `/rest/v1/${view.replace("backoffice.", "")}?limit=3`,
      { headers: { "accept-profile": "backoffice" } },
      token,
    );
    const body: unknown = await response.json();
    if (response.status !== 200) return String(response.status);
    return `${(body as unknown[]).length} rows`;
  }

  beforeAll(async () => {
    database = await open();
    const session = await openSession(database);
    const admin = await signedIn(database, "admin@comptalyze.test");
    const support = await signedIn(database, "support@comptalyze.test");
    await giveRows(session, { admin, support });
    await session.close();
    rightsBefore = await rights();
    backend = await startBackend(database, { functions: false });
    const users = await database.query<{ id: string; email: string }>(
      "select id, email from auth.users where email like '%@comptalyze.test'",
    );
    ids = Object.fromEntries(users.map((user) => [user.email.split("@")[0], user.id]));
  });
  afterAll(() => backend?.close());

  test("the database is told of a request what a hosted Data API tells, for its transaction alone", async () => {
    const told = {
      role: "authenticated",
      "request.jwt.claim.sub": "54cdf815-a595-483a-ab40-2b6ba46c4df4",
      "request.jwt.claim.role": "authenticated",
      "request.jwt.claims": '{"sub":"54cdf815","name":"Zoé d\'Arc"}',
      "request.method": "POST",
      "request.path": "/rpc/me",
      "request.headers": '{"accept":"*/*"}',
    };
    const names = Object.keys(told);
    const { connection } = database;
    type Transaction = Parameters<Parameters<typeof connection.withContext>[1]>[0];
    const heard = (db: Transaction): Promise<unknown> =>
      db
        .selectNoFrom((eb) =>
          names.map((name) => eb.fn("current_setting", [eb.val(name), eb.lit(true)]).as(name)),
        )
        .executeTakeFirst();
    const caller = {
      auth: {
        uid: told["request.jwt.claim.sub"],
        role: told.role,
        jwt: JSON.parse(told["request.jwt.claims"]),
      },
    };
    const rpc = {
      method: "POST",
      path: "/rpc/me",
      readOnly: false,
      requestHeaders: { accept: "*/*" },
    };
    expect(await connection.withContext(caller, heard, { rpc })).toEqual(told);
    const after = (await connection.withContext(undefined, heard)) as Record<string, string | null>;
    expect(names.filter((name) => after[name] === told[name as keyof typeof told])).toEqual([]);
  });

  test("people without a valid token get no data from any list", async () => {
    const { jwtSecret, secretKey } = backend.keys;
    const admin = { sub: ids.admin, role: "authenticated", email: "admin@comptalyze.test" };
    const tokens = {
      none: null,
      garbage: "garbage",
      "no signature": tokenOf(admin, null),
      "another secret": tokenOf(admin, `${jwtSecret}!`),
      expired: tokenOf({ ...admin, exp: 1_700_000_000 }, jwtSecret),
      "service_role, no signature": tokenOf({ ...admin, role: "service_role" }, null),
      "service_role, another secret": tokenOf({ ...admin, role: "service_role" }, "secret"),
    };
    expect(secretKey).not.toBe(backend.keys.publishableKey);
    for (const [view] of VIEWS) {
      for (const [kind, token] of Object.entries(tokens)) {
        expect({ view, kind, answer: await list(view, token) }).toEqual({
          view,
          kind,
          answer: expect.stringMatching(/^40[13]$/),
        });
      }
    }
    const rpc = await backend.rpc("me", {}, tokens["no signature"]);
    expect([401, 403]).toContain(rpc.status);
  });

  test("a request without the project's key gets no data", async () => {
    const token = await backend.signIn("admin@comptalyze.test");
    const credentials: Record<string, string>[] = [
      {},
      { apikey: "garbage" },
      { apikey: "garbage", authorization: `Bearer ${tokenOf({ role: "service_role" }, null)}` },
    ];
    for (const headers of credentials) {
      const response = await fetch(`${backend.url}/rest/v1/users?limit=1`, {
        headers: { ...headers, "accept-profile": "backoffice" },
      });
      expect([401, 403]).toContain(response.status);
    }
    expect(await list("backoffice.users", token)).toBe("3 rows");
  });

  test.each(["support", "ops", "admin"])("%s reads the lists of the matrix", async (role) => {
    const token = await backend.signIn(`${role}@comptalyze.test`);
    for (const [view, expected] of VIEWS) {
      expect({ view, answer: await list(view, token) }).toEqual({
        view,
        answer: expected[role] === "reads" ? expect.stringMatching(/^[1-9]\d* rows$/) : "403",
      });
    }
  });

  test("a customer reads nothing, whatever the own metadata and token claim", async () => {
    const plain = await backend.signIn("cliente@comptalyze.test");
    const claim = { is_admin: true, role: "admin", staff: "admin", is_premium: true };
    const update = await backend.request(
      "/auth/v1/user",
      {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ data: claim }),
      },
      plain,
    );
    expect(update.status).toBe(200);
    const tokens = [
      plain,
      await backend.signIn("cliente@comptalyze.test"),
      tokenOf(
        {
          sub: ids.cliente,
          role: "authenticated",
          email: "admin@comptalyze.test",
          user_metadata: claim,
          app_metadata: { role: "admin", is_admin: true },
          is_admin: true,
          user_role: "admin",
        },
        backend.keys.jwtSecret,
      ),
    ];
    for (const token of tokens) {
      for (const [view] of VIEWS) expect(await list(view, token)).toBe("403");
      expect(await backend.rpc("me", {}, token)).toMatchObject({ status: 403 });
      const opened = await backend.rpc("open_user", { user_id: ids.admin }, token);
      expect(opened.status).toBe(403);
      expect(JSON.stringify(opened.body)).not.toContain("@");
    }
    const [access] = await database.query<{ plan: string }>(
      "select (private.entitlement($1)).plan",
      [ids.cliente],
    );
    expect(access?.plan).toBe("free");
  });

  test("a stranger learns nothing from what the planner knows of a table", async () => {
    await database.exec("analyze");
    const token = await backend.signIn("cliente@comptalyze.test");
    const ask = async (path: string, prefer: string) => {
      const response = await backend.request(
        `/rest/v1/${path}`,
        { headers: { "accept-profile": "backoffice", prefer } },
        token,
      );
      return `${response.status} ${response.headers.get("content-range")} ${await response.text()}`;
    };
    // A pattern that ends with its escape sign is an error only where a text matches it so far: the
    // planner would try it on the e-mails that it keeps as a sample.
    const like = (word: string) => `users?email=like.*${word}%5C&limit=1`;
    expect(await ask(like("lambert"), "")).toBe(await ask(like("nobody-has-it"), ""));
    for (const [view] of VIEWS) {
      const path = `${view.replace("backoffice.", "")}?limit=1`;
      for (const prefer of ["count=exact", "count=planned", "count=estimated"]) {
        const answer = await ask(path, prefer);
        expect({ view, prefer, answer }).toMatchObject({
          answer: expect.stringMatching(/^403 (null|\*\/\*) \{.*"not_staff"/),
        });
      }
    }
  });

  test("nobody writes through the API", async () => {
    const admin = await backend.signIn("admin@comptalyze.test");
    const customer = await backend.signIn("cliente@comptalyze.test");
    const rows = await database.query("select count(*) from private.users");
    for (const token of [null, customer, admin]) {
      for (const [name] of [...VIEWS, ...matrix("Table")]) {
        const [schema = "", relation = ""] = name.split(".");
        for (const method of ["POST", "PATCH", "DELETE"]) {
          if (name === "public.urssaf_records" && token !== null && method !== "PATCH") continue;
          const response = await backend.request(
            `/rest/v1/${relation}${method === "POST" ? "" : `?${name.endsWith("totals") ? "live_count" : "user_id"}=not.is.null`}`,
            {
              method,
              headers: { "content-type": "application/json", "content-profile": schema },
              ...(method === "DELETE" ? {} : { body: JSON.stringify({ email: "x", plan: "pro" }) }),
            },
            token,
          );
          expect({ name, method, ok: response.ok }).toEqual({ name, method, ok: false });
        }
      }
    }
    expect(await database.query("select count(*) from private.users")).toEqual(rows);
  });

  test("what is not exposed has no address", async () => {
    const token = await backend.signIn("admin@comptalyze.test");
    for (const schema of ["private", "auth", "extensions", "stack", "supabase_migrations"]) {
      const response = await backend.request(
        "/rest/v1/users",
        { headers: { "accept-profile": schema } },
        token,
      );
      expect({ schema, status: response.status }).toEqual({ schema, status: 406 });
      const rpc = await backend.request(
        "/rest/v1/rpc/tick",
        { method: "POST", headers: { "content-profile": schema }, body: "{}" },
        token,
      );
      expect({ schema, status: rpc.status }).toEqual({ schema, status: 406 });
    }
  });

  test("a colleague who was removed gets nothing at the next request", async () => {
    const token = await backend.signIn("admin2@comptalyze.test");
    expect(await list("backoffice.staff", token)).toBe("3 rows");
    await database.query("update private.staff set removed_at = now() where user_id = $1", [
      ids.admin2,
    ]);
    for (const [view] of VIEWS) expect(await list(view, token)).toBe("403");
    for (const [name, args] of [
      ["me", {}],
      ["open_user", { user_id: ids.cliente }],
      ["preview_action", { action: "revoke-premium", params: { user_id: ids.cliente } }],
    ] as const) {
      expect((await backend.rpc(name, args, token)).status).toBe(403);
    }
  });

  test("a change of role is true at the next request, with the same token", async () => {
    const token = await backend.signIn("support@comptalyze.test");
    const seen = async () => [
      await list("backoffice.audit", token),
      await list("backoffice.staff", token),
      (await backend.rpc<{ role: string }>("me", {}, token)).body.role,
    ];
    const become = (role: string) =>
      database.query("update private.staff set role = $2 where user_id = $1", [ids.support, role]);
    expect(await seen()).toEqual(["403", "403", "support"]);
    await become("admin");
    expect(await seen()).toEqual([expect.stringMatching(/^[1-3] rows$/), "3 rows", "admin"]);
    await become("support");
    expect(await seen()).toEqual(["403", "403", "support"]);
  });

  test("a token whose session was signed out reads no more than it acts", async () => {
    const token = await backend.signIn("ops@comptalyze.test");
    const act = () =>
      backend.rpc(
        "preview_action",
        { action: "revoke-premium", params: { user_id: ids.cliente } },
        token,
      );
    expect((await act()).status).toBe(200);
    await database.query("delete from auth.sessions where user_id = $1", [ids.ops]);
    expect((await act()).status).toBe(401);
  });

  test("serving requests opens nothing: every right is as the migrations left it", async () => {
    expect((await rights()).filter((right) => !rightsBefore.includes(right))).toEqual([]);
  });
});
