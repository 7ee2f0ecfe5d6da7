import { afterEach, describe, expect, test, vi } from "vitest";
import { databaseFor, databaseForWorker, problemFrom } from "./database.ts";
import { Problem } from "./problem.ts";

describe("what went wrong in the database", () => {
  test("the contract's own errors pass as they are", () => {
    const details = { cause: "target_changed", changed: [{ before: null }] };
    const problem = problemFrom(409, { error: { code: "stale_plan", message: "stale", details } });
    expect(problem).toMatchObject({ code: "stale_plan", status: 409, details });
    expect(problemFrom(404, { code: "PT404", message: "not_found" })).toMatchObject({
      code: "not_found",
      status: 404,
    });
  });

  test("a refusal of the database keeps what it says of itself", () => {
    const details = { blockers: [{ code: "two_users", args: { subscription: "sub_1" } }] };
    const raised = { code: "PT409", message: "blocked", details: JSON.stringify(details) };
    expect(problemFrom(409, raised)).toMatchObject({ code: "blocked", details });
    expect(problemFrom(409, { ...raised, details: "no JSON" }).details).toBe("no JSON");
  });

  test.each([
    // A token that is missing, refused or expired.
    [401, "42501", "unauthorized"],
    [401, "PGRST301", "unauthorized"],
    [401, undefined, "unauthorized"],
    [403, "42501", "not_allowed"],
    // Somebody else at the same moment.
    [500, "40001", "conflict"],
    [500, "40P01", "conflict"],
    [500, "55P03", "conflict"],
    // No database, or none that can answer now.
    [0, undefined, "database_down"],
    [0, "", "database_down"],
    [500, undefined, "database_down"],
    [502, undefined, "database_down"],
    [503, "PGRST000", "database_down"],
    [503, "PGRST002", "database_down"],
    [504, "PGRST003", "database_down"],
    [503, "08006", "database_down"],
    [503, "08P01", "database_down"],
    [503, "53300", "database_down"],
    [500, "40003", "database_down"],
    [500, "57014", "database_down"],
    [503, "57P01", "database_down"],
    [503, "57P03", "database_down"],
    [405, "25006", "database_down"],
    [522, undefined, "database_down"],
    [200, undefined, "database_down"],
    // The console's part of the database is missing.
    [404, "PGRST202", "not_configured"],
    [404, "42883", "not_configured"],
    [406, "PGRST106", "not_configured"],
    [404, "PGRST205", "not_configured"],
    [404, "3F000", "not_configured"],
    // Limits in front of it.
    [413, undefined, "too_large"],
    [429, undefined, "too_many_requests"],
    // Faults: none of these may happen, and none may pass for something else.
    [500, "P0001", "internal"],
    [400, "22P02", "internal"],
    [400, "22012", "internal"],
    [409, "23505", "internal"],
    [400, "23514", "internal"],
    [500, "54001", "internal"],
    [500, "XX000", "internal"],
    [404, "42P01", "internal"],
    [409, "PT409", "internal"],
  ] as const)("status %s with code %s: %s", (status, code, expected) => {
    const message = code === "PT409" ? "append_only" : "words of the server";
    expect(problemFrom(status, { ...(code === undefined ? {} : { code }), message }).code).toBe(
      expected,
    );
  });

  test("the words of the server stay with us, a fault names its SQLSTATE", () => {
    const { answer } = problemFrom(500, { code: "XX000", message: "secret words" });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(answer.error.details).toEqual({ sqlstate: "XX000" });
  });

  test.each([
    { code: 7 },
    { error: null },
    { error: "text" },
    { error: { code: "made_up" } },
    { error: { code: "constructor" } },
  ])("%j is nobody's answer", (body) => {
    expect(problemFrom(500, body as never).code).toBe("database_down");
  });
});

describe("the address of the database", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test.each(["", "not an address"])("%j is not configured", (url) => {
    vi.stubEnv("SUPABASE_URL", url);
    expect(() => databaseFor("key", "Bearer token")).toThrow(
      expect.objectContaining({ code: "not_configured" }),
    );
    expect(new Problem("not_configured", "").status).toBe(503);
  });
});

describe("a call that lost against another caller", () => {
  const key = { SUPABASE_URL: "http://database.test", SUPABASE_SECRET_KEY: "key" };
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  function answers(...codes: (string | null)[]) {
    for (const [name, value] of Object.entries(key)) vi.stubEnv(name, value);
    const asked = vi.fn(async () => {
      const code = codes.shift() ?? null;
      return code === null
        ? Response.json({ done: true })
        : Response.json({ code, message: "words of the server" }, { status: 500 });
    });
    vi.stubGlobal("fetch", asked);
    return asked;
  }

  test("the worker makes it again", async () => {
    const asked = answers("40P01", "40001", null);
    await expect(databaseForWorker().call("f", {}, "done" as never)).resolves.toEqual({
      done: true,
    });
    expect(asked).toHaveBeenCalledTimes(3);
  });

  test("the worker gives up in the end", async () => {
    const asked = answers(...Array<string>(9).fill("40P01"));
    await expect(databaseForWorker().call("f", {}, "done" as never)).rejects.toMatchObject({
      code: "conflict",
    });
    expect(asked).toHaveBeenCalledTimes(4);
  });

  test("nothing else is made again, and a caller's call never is", async () => {
    const failed = answers("XX000", null);
    await expect(databaseForWorker().call("f", {}, "done" as never)).rejects.toMatchObject({
      code: "internal",
    });
    expect(failed).toHaveBeenCalledTimes(1);
    const lost = answers("40P01", null);
    await expect(
      databaseFor("key", "Bearer token").call("f", {}, "done" as never),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(lost).toHaveBeenCalledTimes(1);
  });
});
