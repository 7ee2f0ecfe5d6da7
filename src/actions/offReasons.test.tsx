import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { settings } from "../providers/settings";
import StaffList from "../resources/staff/StaffList";
import { renderAt } from "../test/renderAt";
import { ActionButton } from "./ActionButton";
import { ActionHost } from "./ActionHost";
import { RecordActions } from "./RecordActions";
import { actionServer } from "./test/actionServer";
import { zoe } from "./test/answers";

vi.setConfig({ testTimeout: 30_000 });

const { server, reset, sent } = actionServer();
const api = `${settings.supabaseUrl}/rest/v1`;
const asked: unknown[] = [];
// What the page fetches when it is asked for: here before, so that no test waits for the compiler.
beforeAll(() => Promise.all([import("./ActionDrawer"), import("./RowActions")]));
beforeAll(() => {
  Reflect.get(window, "happyDOM").setViewport({ width: 1440, height: 900 });
});
beforeEach(() => {
  reset();
  asked.length = 0;
  server.use(
    http.get(`${api}/staff`, () =>
      HttpResponse.json([
        {
          id: zoe.id,
          user_id: zoe.id,
          email: zoe.label,
          role: "admin",
          removed_at: null,
          created_at: "2026-01-01T00:00:00Z",
        },
      ]),
    ),
    http.post(`${api}/rpc/record_guards`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({
        "add-staff": { allowed: true, code: null, details: {} },
        "remove-staff": { allowed: false, code: "last_admin", details: {} },
      });
    }),
  );
});
afterEach(() => server.resetHandlers());

test("the menu of a row says why an action is off, by one request, and opens the others on the list", async () => {
  const { person } = renderAt(
    "/staff",
    <Routes>
      <Route path="/staff" element={<StaffList />} />
    </Routes>,
  );
  await person.click(await screen.findByRole("button", { name: `Actions sur ${zoe.label}` }));
  const remove = await screen.findByRole("menuitem", { name: /Retirer de l’équipe/ });
  await waitFor(() =>
    expect(remove.textContent).toMatch(/Impossible\s: c’est le dernier administrateur/),
  );
  expect(asked).toEqual([{ kind: "user", id: zoe.id }]);
  await person.click(remove);
  expect(screen.queryByRole("dialog")).toBeNull();

  await person.click(screen.getByRole("menuitem", { name: /Donner un rôle/ }));
  expect(await screen.findByRole("dialog", { name: "Donner un rôle" })).toBeTruthy();
  expect(screen.getByLabelText("address").textContent).toBe(
    `/staff?action=add-staff&target=${zoe.id}`,
  );
  await waitFor(() =>
    expect(sent("preview")[0]?.body.params).toEqual({ user_id: zoe.id, role: "support" }),
  );
});

test("on a record's page an action that is off stands with its reason, before any click", async () => {
  renderAt(
    "/staff",
    <ActionHost
      resource="staff"
      targets={[zoe]}
      guards={{ "remove-staff": { allowed: false, code: "last_admin", details: {} } }}
    >
      <ActionButton action="remove-staff" record={zoe} />
    </ActionHost>,
  );
  const button = screen.getByRole("button", { name: "Retirer de l’équipe" });
  expect(button.hasAttribute("disabled")).toBe(true);
  expect(screen.getByText(/Impossible\s: c’est le dernier administrateur/)).toBeTruthy();
});

test("a reason that begins with a vendor's name keeps its capital", async () => {
  const event = { kind: "event" as const, id: "evt_1", label: "invoice.paid", name: null };
  const details = { events: 1, until: "2026-11-24T13:05:00Z" };
  renderAt(
    "/webhook_events",
    <ActionHost
      resource="webhook_events"
      targets={[event]}
      guards={{ "replay-webhooks": { allowed: false, code: "in_flight", details } }}
    >
      <ActionButton action="replay-webhooks" record={event} />
    </ActionHost>,
  );
  expect(screen.getByText(/Impossible\s: Stripe essaie encore/)).toBeTruthy();
});

test("a record's page offers what its list names, for the kinds of record that it is", async () => {
  renderAt(
    "/users",
    <ActionHost resource="users" targets={[zoe]}>
      <RecordActions />
    </ActionHost>,
  );
  const names = screen.getAllByRole("button").map((button) => button.textContent);
  expect(names).toEqual([
    "Octroyer Premium",
    "Réconcilier avec Stripe",
    "Révoquer Premium",
    "Autres actions",
  ]);
});

test("without a record of the kind nothing is offered", () => {
  renderAt(
    "/users",
    <ActionHost resource="users" targets={[{ ...zoe, kind: "event" }]}>
      <RecordActions />
    </ActionHost>,
  );
  expect(screen.queryByRole("button")).toBeNull();
});
