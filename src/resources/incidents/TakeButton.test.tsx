import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import type { Incident } from "./incident";
import { TakeButton } from "./TakeButton";

const sent: unknown[] = [];
mockServer(
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/move_incident`, async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json(
      { error: { code: "conflict", message: "conflict", details: { version: 3 } } },
      { status: 409 },
    );
  }),
);

test("who was not quick enough is told that the incident has changed, and can press again", async () => {
  const incident = { id: "i1", version: 2, taken_at: null, taken_by: null } as Incident;
  const { person } = renderAt("/", <TakeButton incident={incident} />);
  const take = screen.getByRole("button");
  await person.click(take);
  expect(await screen.findByText(/^L’incident a changé entre-temps/)).toBeTruthy();
  await person.click(take);
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[0]).toMatchObject({ id: "i1", move: "take", version: 2 });
});
