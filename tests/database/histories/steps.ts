import fc from "fast-check";
import type { Role } from "./actions.ts";
import type { Decision } from "./world.ts";

/** Whom or what a number chooses, among those that fit; `any`: among all, so that it may be refused. */
export type Choice = { n: number; any: boolean };

/** What somebody does, before it is known who and what there is. */
export type Deed =
  | { kind: "grant"; actor: Choice; target: number; days: number; plan: "pro" | "premium" }
  | { kind: "revoke"; actor: Choice; target: number }
  | { kind: "ban"; actor: Choice; target: number; hours: number; typed: boolean }
  | { kind: "unban"; actor: Choice; target: Choice }
  | { kind: "add staff"; actor: Choice; target: number; role: Role }
  | { kind: "remove staff"; actor: Choice; target: Choice; typed: boolean }
  | { kind: "decide"; actor: Choice; approval: Choice; decision: Decision }
  | { kind: "break glass"; actor: Choice; approval: Choice }
  | { kind: "undo"; actor: Choice; run: Choice }
  | { kind: "run later"; actor: Choice; plan: number; typed: boolean }
  | { kind: "webhook"; target: number; slot: number; state: WebhookState };

export type WebhookState = {
  plan: string;
  status: string;
  sinceDays: number;
  cancelInDays: number | null;
  writesMirror: boolean;
};

export type Step =
  /** At the same moment, when there are several. */
  | { kind: "deeds"; deeds: Deed[] }
  /** A preview that somebody keeps open. */
  | { kind: "look"; deed: Extract<Deed, { kind: "grant" | "revoke" | "ban" | "unban" }> }
  | { kind: "wait"; minutes: number }
  | { kind: "turn" };

/** Plain objects: a history that went wrong is printed. */
const record = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { noNullPrototype: true }) as unknown as fc.Arbitrary<Fields>;

const nat = fc.nat({ max: 999 });
/** Two people meet with more than the others. */
const target = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(4, 5) },
  { weight: 1, arbitrary: nat },
);
const choice: fc.Arbitrary<Choice> = record({
  n: nat,
  any: fc.nat({ max: 9 }).map((chance) => chance === 0),
});
const typed = fc.nat({ max: 9 }).map((chance) => chance > 0);

const grant = record({
  kind: fc.constant("grant" as const),
  actor: choice,
  target,
  days: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 91, max: 366 }) },
  ),
  plan: fc.constantFrom("pro" as const, "premium" as const),
});
const revoke = record({ kind: fc.constant("revoke" as const), actor: choice, target });
const ban = record({
  kind: fc.constant("ban" as const),
  actor: choice,
  target,
  hours: fc.integer({ min: 1, max: 1_000 }),
  typed,
});
const unban = record({ kind: fc.constant("unban" as const), actor: choice, target: choice });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: grant },
  { weight: 4, arbitrary: revoke },
  { weight: 3, arbitrary: ban },
  { weight: 3, arbitrary: unban },
  {
    weight: 5,
    arbitrary: record({
      kind: fc.constant("add staff" as const),
      actor: choice,
      target,
      role: fc.constantFrom<Role>("admin", "admin", "ops", "support"),
    }),
  },
  {
    weight: 5,
    arbitrary: record({
      kind: fc.constant("remove staff" as const),
      actor: choice,
      target: choice,
      typed,
    }),
  },
  {
    weight: 12,
    arbitrary: record({
      kind: fc.constant("decide" as const),
      actor: choice,
      approval: choice,
      decision: fc.constantFrom<Decision>("approve", "approve", "approve", "reject", "withdraw"),
    }),
  },
  {
    weight: 2,
    arbitrary: record({
      kind: fc.constant("break glass" as const),
      actor: choice,
      approval: choice,
    }),
  },
  {
    weight: 8,
    arbitrary: record({ kind: fc.constant("undo" as const), actor: choice, run: choice }),
  },
  {
    weight: 4,
    arbitrary: record({
      kind: fc.constant("run later" as const),
      actor: choice,
      plan: nat,
      typed,
    }),
  },
  {
    weight: 8,
    arbitrary: record({
      kind: fc.constant("webhook" as const),
      target,
      slot: fc.nat({ max: 1 }),
      state: record({
        plan: fc.constantFrom("pro", "premium", "premium", "gold"),
        status: fc.constantFrom(
          "active",
          "active",
          "trialing",
          "past_due",
          "past_due",
          "canceled",
          "unpaid",
          "incomplete",
          "paused",
          "a_status_of_tomorrow",
        ),
        sinceDays: fc.nat({ max: 12 }),
        cancelInDays: fc.option(fc.integer({ min: -3, max: 30 }), { freq: 3 }) as fc.Arbitrary<
          number | null
        >,
        writesMirror: fc.boolean(),
      }),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: record({
      kind: fc.constant("deeds" as const),
      deeds: fc.tuple(deed),
    }),
  },
  {
    weight: 6,
    arbitrary: record({
      kind: fc.constant("deeds" as const),
      deeds: fc.array(deed, { minLength: 2, maxLength: 8 }),
    }),
  },
  {
    weight: 3,
    // Everybody at once about the same person.
    arbitrary: fc.tuple(target, fc.array(deed, { minLength: 2, maxLength: 8 })).map(
      ([one, deeds]): Step => ({
        kind: "deeds",
        deeds: deeds.map((each) =>
          "target" in each && typeof each.target === "number" ? { ...each, target: one } : each,
        ) as Deed[],
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: record({
      kind: fc.constant("look" as const),
      deed: fc.oneof(grant, revoke, ban, unban),
    }),
  },
  {
    weight: 2,
    arbitrary: record({
      kind: fc.constant("wait" as const),
      minutes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 60, max: 20_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "turn" }) },
);

/** A history of so many steps at most. */
export const history = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(step, { minLength: 1, maxLength: most, size: "max" });
