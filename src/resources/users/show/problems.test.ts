import { expect, test } from "vitest";
import { problemsOf } from "./problems";
import { contextualActions, recommendedAction } from "./suggestedActions";
import { tabsOf } from "./tabs";
import { buildOverview } from "./test/buildOverview";

const drifting = { is_premium: true, subscription_plan: "premium", agrees: false };

test("a healthy customer has nothing wrong, and nothing is pushed", () => {
  const healthy = buildOverview();
  expect(problemsOf(healthy)).toEqual([]);
  expect(recommendedAction(healthy)).toBeNull();
  expect(contextualActions(healthy)).toEqual(["grant-premium"]);
});

test("an app that shows another plan is broken, before anything else", () => {
  const { access } = buildOverview();
  const overview = buildOverview({
    user: { signal: "quota_reached" },
    access: { ...access, mirror: drifting },
  });
  expect(problemsOf(overview).map(({ code, tone }) => [code, tone])).toEqual([
    ["mirror", "broken"],
    ["quota_reached", "attention"],
  ]);
});

test("a grant about to end recommends to grant again, beside revoking", () => {
  const allowed = { allowed: true, code: null, details: {} };
  const overview = buildOverview({
    user: { signal: "grant_expiring" },
    guards: { "grant-premium": allowed, "revoke-premium": allowed },
  });
  expect(recommendedAction(overview)).toBe("grant-premium");
  expect(contextualActions(overview)).toEqual(["grant-premium", "revoke-premium"]);
});

test("where Stripe may know better it is asked first", () => {
  const allowed = { allowed: true, code: null, details: {} };
  const guards = { "grant-premium": allowed, "reconcile-subscriptions": allowed };
  const { access } = buildOverview();
  const unpaid = buildOverview({ user: { signal: "past_due" }, guards });
  expect(contextualActions(unpaid)).toEqual(["reconcile-subscriptions", "grant-premium"]);
  const drifted = buildOverview({ access: { ...access, mirror: drifting }, guards });
  expect(recommendedAction(drifted)).toBe("reconcile-subscriptions");
});

test("a webhook that failed is broken now, and Stripe is asked what it wanted to tell", () => {
  const overview = buildOverview({
    user: { signal: "quota_reached" },
    failed_webhooks: { number: 2, since: "2026-11-23T12:12:00Z" },
    guards: { "reconcile-subscriptions": { allowed: true, code: null, details: {} } },
  });
  expect(problemsOf(overview).map(({ code, tone }) => [code, tone])).toEqual([
    ["webhook_failed", "broken"],
    ["quota_reached", "attention"],
  ]);
  expect(recommendedAction(overview)).toBe("reconcile-subscriptions");
});

const finding = {
  id: "d1",
  class: "paid_without_access",
  cause: "unknown_here",
  repair: "reconcile-subscriptions",
  amount_cents: 1990,
  since: "2026-11-23T12:12:00Z",
} as const;

test("an open finding comes first, and its own repair is recommended", () => {
  const overview = buildOverview({
    user: { signal: "quota_reached" },
    drifts: [finding],
    guards: { "reconcile-subscriptions": { allowed: true, code: null, details: {} } },
  });
  expect(problemsOf(overview).map(({ code, tone, drift }) => [code, tone, drift?.id])).toEqual([
    ["drift", "broken", "d1"],
    ["quota_reached", "attention", undefined],
  ]);
  expect(recommendedAction(overview)).toBe("reconcile-subscriptions");
});

test("a finding about the mirror says it once, and one that is put right by hand recommends nothing", () => {
  const { access } = buildOverview();
  const allowed = { allowed: true, code: null, details: {} };
  const mirror = buildOverview({
    access: { ...access, mirror: drifting },
    drifts: [{ ...finding, class: "mirror_ahead", cause: "differs" }],
  });
  expect(problemsOf(mirror).map(({ code, tone }) => [code, tone])).toEqual([
    ["drift", "attention"],
  ]);
  const twice = buildOverview({
    drifts: [{ ...finding, class: "two_live_subscriptions", cause: "pays_twice", repair: null }],
    guards: { "reconcile-subscriptions": allowed },
  });
  expect(recommendedAction(twice)).toBeNull();
});

test("what may not be run is never recommended", () => {
  const overview = buildOverview({
    user: { signal: "quota_reached" },
    guards: { "grant-premium": { allowed: false, code: "not_allowed", details: {} } },
  });
  expect(recommendedAction(overview)).toBeNull();
  expect(contextualActions(overview)).toEqual([]);
});

test("each list has its count; one that the role does not read is not there", () => {
  const tabs = tabsOf(buildOverview().counts);
  expect(tabs.map(({ name, count }) => [name, count])).toEqual([
    ["simulations", 41],
    ["imports", 18],
    ["integrations", 2],
    ["webhooks", 0],
    ["emails", 23],
    ["subscriptions", 0],
    ["grants", 1],
    ["runs", 4],
  ]);
});
