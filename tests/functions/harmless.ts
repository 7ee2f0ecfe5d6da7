import { footprint } from "../database/dump.ts";
import type { Backend } from "../support/backend.ts";
import type { Call } from "./randomCalls.ts";
import type { Callers } from "./randomScene.ts";
import { wakeWorker } from "./worker.ts";

/** The journal tells refusals, and a look at a vendor takes its turn. */
const MAY_CHANGE = ["private.audit", "private.vendor_rates"];

type Answered = { call: Call; status: number; words: string };

const shown = ({ call, status, words }: Answered) =>
  `${call.method} ${call.path} by ${call.caller} with ${JSON.stringify(call.headers)}
  ${String(call.body).slice(0, 2_000)}
  answered ${status} ${words.slice(0, 500)}`;

const isRefusal = ({ status }: Answered) => status >= 400;

type State = Record<string, string>;

/** How the database stood after the last calls, for as long as nobody else writes into it. */
export type Standing = { known?: State };

const changedTables = (before: State, after: State) =>
  Object.keys({ ...before, ...after }).filter((table) => before[table] !== after[table]);

/**
 * Sends calls, many at once, and holds the answers against the rule: no fault of ours, and no effect
 * of what was refused.
 */
export function harmlessCalls(backend: Backend, callers: Callers, standing: Standing = {}) {
  const statuses: Record<number, number> = {};

  async function send(call: Call): Promise<Answered> {
    const response = await fetch(`${backend.url}${call.path}`, {
      method: call.method,
      headers: { apikey: backend.keys.publishableKey, ...callers[call.caller], ...call.headers },
      body: call.body as BodyInit,
    });
    const answered = { call, status: response.status, words: await response.text() };
    statuses[answered.status] = (statuses[answered.status] ?? 0) + 1;
    if (answered.status >= 500) throw new Error(`a fault: ${shown(answered)}`);
    return answered;
  }

  /** Runs go on after their answer: what they do is the effect of what was accepted. */
  async function quiet(): Promise<State> {
    for (;;) {
      const [open] = await backend.database.query<{ runs: number }>(
        "select count(*)::int as runs from private.runs where status = 'running' and items is not null",
      );
      if (open?.runs === 0) return footprint(backend.database, MAY_CHANGE);
      await wakeWorker(backend);
    }
  }

  /** Which of the calls changes something although it is refused; all of them when none does alone. */
  async function culprits(calls: Call[]): Promise<Answered[]> {
    const all: Answered[] = [];
    for (const call of calls) {
      const before = await quiet();
      const answered = await send(call);
      if (changedTables(before, await quiet()).length > 0) return [answered];
      all.push(answered);
    }
    return all;
  }

  return {
    /** How often each status was answered. */
    statuses,
    async check(calls: Call[]): Promise<void> {
      let before = standing.known ?? (await quiet());
      standing.known = undefined;
      for (let pending = calls; pending.length > 0; ) {
        const answers = await Promise.all(pending.map(send));
        const after = await quiet();
        standing.known = after;
        const changed = changedTables(before, after);
        const refused = answers.filter(isRefusal).map(({ call }) => call);
        if (changed.length === 0) return;
        if (refused.length === pending.length) {
          standing.known = undefined;
          const who = (await culprits(refused)).map(shown).join("\n");
          throw new Error(`refused, and yet ${changed.join(", ")} changed: ${who}`);
        }
        // Something was accepted, and may have changed it: what was refused beside it is sent again.
        pending = refused;
        before = after;
      }
    },
  };
}
