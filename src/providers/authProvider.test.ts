// @vitest-environment happy-dom
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { mockServer } from "../test/mockServer";
import { authProvider } from "./authProvider";
import { forgetMe } from "./me";
import { settings } from "./settings";
import { supabaseClient } from "./supabaseClient";

let me: () => Response;
const asked = vi.fn();
mockServer(
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/me`, () => {
    asked();
    return me();
  }),
);

beforeEach(() => {
  forgetMe();
  asked.mockClear();
  me = () =>
    HttpResponse.json({
      user_id: "u1",
      email: "support@comptalyze.test",
      name: null,
      role: "support",
      environment: "demo",
      permissions: [
        { subject: "users", verb: "read" },
        { subject: "grant-premium", verb: "run" },
      ],
    });
});

test("a 403 does not sign out: it says « not this », not « not you »", async () => {
  await expect(authProvider.checkError({ status: 403 })).resolves.toBeUndefined();
});

test("a 401 signs out", async () => {
  await expect(authProvider.checkError({ status: 401 })).rejects.toBeDefined();
});

test("a server that is down does not sign out", async () => {
  await expect(authProvider.checkError({ status: 503 })).resolves.toBeUndefined();
  await expect(authProvider.checkError(new TypeError("Failed to fetch"))).resolves.toBeUndefined();
});

test("rights come from the staff table, asked once", async () => {
  expect(await authProvider.canAccess({ resource: "users", action: "list" })).toBe(true);
  expect(await authProvider.canAccess({ resource: "users", action: "show" })).toBe(true);
  expect(await authProvider.canAccess({ resource: "staff", action: "list" })).toBe(false);
  expect(await authProvider.canAccess({ resource: "grant-premium", action: "run" })).toBe(true);
  expect(await authProvider.canAccess({ resource: "grant-premium", action: "list" })).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("someone without a staff row is refused with a 403, and asked about anew", async () => {
  me = () => HttpResponse.json({ code: "PT403", message: "not_staff" }, { status: 403 });
  const access = () => authProvider.canAccess({ resource: "users", action: "list" });
  await expect(access()).rejects.toMatchObject({ status: 403 });
  await expect(access()).rejects.toMatchObject({ status: 403 });
  expect(asked).toHaveBeenCalledTimes(2);
});

test("pages for people who are not signed in ask for no rights", async () => {
  expect((await supabaseClient.auth.getSession()).data.session).toBeNull();
  expect(await authProvider.getPermissions()).toEqual([]);
  expect(asked).not.toHaveBeenCalled();
});
