import { describe, expect, test } from "vitest";
import { buildEvent } from "./test/buildEvent";
import { keyOf } from "./timelineEvent";
import { daysOf, merged, tiesAtEnd } from "./timelineOrder";
import { emptyStream, streamReducer } from "./timelineStream";

const at = (time: string) => `2026-11-23T${time}:00.000Z`;
const ids = (events: { id: string }[]) => events.map(({ id }) => id);

describe("one stream of all sources", () => {
  test("kinds are interleaved in time, newest first, equals by id", () => {
    const events = merged(
      [buildEvent({ id: "a", at: at("10:00") }), buildEvent({ id: "c", at: at("09:00") })],
      [
        buildEvent({ id: "b", kind: "email", event: "email", at: at("10:00") }),
        buildEvent({ id: "d", kind: "team", event: "run", at: at("11:00") }),
      ],
    );
    expect(ids(events)).toEqual(["d", "b", "a", "c"]);
  });

  test("an event that is read again is there once, in its newest version", () => {
    const [event, ...rest] = merged(
      [buildEvent({ id: "a", status: "running" })],
      [buildEvent({ id: "a", status: "success" })],
    );
    expect(event?.status).toBe("success");
    expect(rest).toEqual([]);
  });

  test("start and end of one subscription are two events", () => {
    const start = buildEvent({ id: "s", event: "subscription_created", at: at("08:00") });
    const end = buildEvent({ id: "s", event: "subscription_canceled", at: at("12:00") });
    expect(merged([start], [end])).toEqual([end, start]);
  });

  test("is cut into days of Paris", () => {
    const paris = (moment: string) =>
      new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" }).format(new Date(moment));
    const days = daysOf(
      [
        buildEvent({ id: "a", at: "2026-11-23T08:00:00Z" }),
        buildEvent({ id: "b", at: "2026-11-22T23:30:00Z" }),
        buildEvent({ id: "c", at: "2026-11-22T22:30:00Z" }),
      ],
      paris,
    );
    expect(days.map(({ key, events }) => [key, ids(events)])).toEqual([
      ["2026-11-23", ["a", "b"]],
      ["2026-11-22", ["c"]],
    ]);
  });
});

describe("while one looks", () => {
  const first = buildEvent({ id: "a", at: at("09:00") });
  const started = streamReducer(emptyStream, { type: "newest", events: [first], hasOlder: true });

  test("nothing of the first page is new", () => {
    expect(started.fresh.size).toBe(0);
    expect(started.hasOlder).toBe(true);
  });

  test("what comes in stands on top and is new; what was read stays", () => {
    const run = buildEvent({ id: "r", kind: "team", event: "run", at: at("10:00") });
    const stream = streamReducer(started, { type: "newest", events: [run, first], hasOlder: true });
    expect(ids(stream.events)).toEqual(["r", "a"]);
    expect([...stream.fresh]).toEqual([keyOf(run)]);
  });

  test("older ones go below, and are not new", () => {
    const older = buildEvent({ id: "o", at: at("07:00") });
    const stream = streamReducer(started, {
      type: "older",
      events: [first, older],
      hasOlder: false,
    });
    expect(ids(stream.events)).toEqual(["a", "o"]);
    expect(stream.fresh.size).toBe(0);
    expect(stream.hasOlder).toBe(false);
  });

  test("more than a page at once leaves no gap: it starts anew", () => {
    const other = buildEvent({ id: "z", at: at("12:00") });
    const stream = streamReducer(started, { type: "newest", events: [other], hasOlder: true });
    expect(ids(stream.events)).toEqual(["z"]);
  });

  test("a page from the oldest moment knows how many it meets again", () => {
    const twin = buildEvent({ id: "b", at: at("09:00") });
    expect(tiesAtEnd(merged([first], [twin]))).toBe(2);
  });
});
