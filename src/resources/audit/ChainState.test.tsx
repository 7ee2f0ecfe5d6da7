import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import { ChainState } from "./ChainState";
import { type AuditChain, type AuditVerdict, chainWords, verifyWhole } from "./chain";
import { EventText } from "./EventText";

const whole: AuditChain = {
  id: 1,
  head_seq: 1240,
  head_hash: "ab",
  verified_seq: 1234,
  verified_at: "2026-11-23T12:59:00Z",
  broken_seq: null,
  broken_why: null,
  broken_at: null,
  kept_day: "2026-11-23",
  kept_seq: 1200,
  kept_at: "2026-11-23T01:00:00Z",
  kept_error: null,
};

let chain: AuditChain;
let status: number;
const asked: unknown[] = [];

mockServer(
  http.get(`${settings.supabaseUrl}/rest/v1/audit_chain`, () =>
    HttpResponse.json(status === 200 ? [chain] : { message: "not_allowed" }, { status }),
  ),
  http.post(`${settings.supabaseUrl}/rest/v1/rpc/verify_audit`, async ({ request }) => {
    asked.push(await request.json());
    chain = { ...whole, broken_seq: 17, broken_why: "changed", broken_at: "2026-11-23T13:00:00Z" };
    return HttpResponse.json({
      ok: false,
      rows: 1240,
      until_seq: 1240,
      until_hash: "ab",
      head_seq: 1240,
      head_hash: "ab",
      first_broken: { seq: 17, why: "changed" },
    } satisfies AuditVerdict);
  }),
);
beforeEach(() => {
  chain = whole;
  status = 200;
  asked.length = 0;
});

test("says up to which line the chain was whole, then what a new check finds", async () => {
  const { person } = renderAt("/audit", <ChainState />);
  expect(await screen.findByText(/Intacte jusqu’à la ligne 1.234/)).toBeTruthy();
  expect(screen.getByText("6 lignes depuis")).toBeTruthy();
  expect(screen.getByText(/conservée dans Slack/)).toBeTruthy();
  await person.click(screen.getByRole("button", { name: "Contrôler maintenant" }));
  expect(await screen.findByText("Rompue à la ligne 17")).toBeTruthy();
  expect(screen.getByText(/Son contenu a changé/)).toBeTruthy();
  expect(asked).toEqual([{ after_seq: 0, most: 100_000 }]);
});

test("is not there for who may not verify", async () => {
  status = 403;
  const { container } = renderAt("/audit", <ChainState />);
  await expect.poll(() => container.querySelector("button")).toBeNull();
});

test("a break comes before everything, and nothing checked is not whole", () => {
  expect(chainWords({ ...whole, broken_seq: 3, broken_why: "missing" })).toMatchObject({
    kind: "broken",
    seq: 3,
    why: "missing",
  });
  expect(chainWords({ ...whole, verified_seq: null, verified_at: null })).toEqual({
    kind: "unknown",
  });
});

test("a long chain is verified in parts, each from the hash of the one before", async () => {
  const calls: unknown[] = [];
  const verdict = await verifyWhole(async (args) => {
    calls.push(args);
    const until_seq = Math.min(args.after_seq + args.most, 250_000);
    return {
      ok: true,
      rows: until_seq - args.after_seq,
      until_seq,
      until_hash: `h${until_seq}`,
      head_seq: 250_000,
      head_hash: "h250000",
      first_broken: null,
    };
  });
  expect(calls).toEqual([
    { after_seq: 0, most: 100_000 },
    { after_seq: 100_000, after_hash: "h100000", most: 100_000 },
    { after_seq: 200_000, after_hash: "h200000", most: 100_000 },
  ]);
  expect(verdict).toMatchObject({ ok: true, until_seq: 250_000 });
});

test("a change that went around the console has a chip and its words", async () => {
  renderAt("/audit", <EventText event="outside" />);
  expect((await screen.findByText("Hors console")).closest(".MuiChip-root")).toBeTruthy();
});
