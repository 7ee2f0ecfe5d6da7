import type { Change, Proof } from "../contract.ts";
import type { Service } from "../vendors/external.ts";

/** So many targets are looked at before the run; more are looked at one by one while it runs. */
export const OBSERVED_MOST = 25;

/** What an item of a run is about. */
export type Target = { kind: string; id: string; label: string; payload: Record<string, unknown> };

/** An item under this worker's lease. */
export type Item = {
  id: string;
  lease: string;
  run_id: string;
  action: string;
  params: Record<string, unknown>;
  attempts: number;
  /** Whether there is no other attempt after this one. */
  last: boolean;
  target: Target;
  /** What was seen at the vendor before the run began, as the caller handed it on; null when nobody looked. */
  observed: unknown;
  /** Whether its effect was written by an earlier attempt. */
  applied: boolean;
  /** The calls that earlier attempts made, by their names. */
  steps: Record<string, { status: "started" | "done" | "failed" }>;
};

/** An item of a finished run, with what its steps gave. */
export type DoneItem = Pick<Item, "id" | "target"> & {
  steps: Record<string, Record<string, unknown>>;
};

export type ItemProof = Pick<Proof, "status" | "evidence">;

export type Outcome = {
  /** skipped: there was nothing to do. attention: nobody can tell, a person has to look. */
  status: "done" | "skipped" | "failed" | "attention";
  code: string;
  args?: Record<string, unknown>;
  proof?: ItemProof;
};

/** What the worker lends to a handler. */
export type Work = {
  /** Waits until the vendor may be called: its rate is kept over all workers. */
  turn(service: Service): Promise<void>;
  /**
   * A call that changes something at a vendor, written down before and after. The key is the same at
   * every attempt; one that was done gives what it gave.
   */
  step<Detail extends Record<string, unknown>>(
    name: string,
    service: Service,
    call: (key: string) => Promise<Detail>,
  ): Promise<Detail>;
  /** A reading, which takes its own turns, that later attempts find as it was, however the vendor has changed. */
  keep<Detail extends Record<string, unknown>>(
    name: string,
    service: Service,
    read: () => Promise<Detail>,
  ): Promise<Detail>;
  /**
   * A reading after the effect, for the proof: tried again while there are attempts, then null. What was
   * done stays done, whoever cannot be asked about it.
   */
  prove<Found>(read: () => Promise<Found>): Promise<Found | null>;
  /** What our own records say of the item now; `seen` is what the vendor just said of it. */
  look<Found>(seen?: unknown): Promise<Found>;
  /** The item's effect on the database, once; gives its changes. */
  apply(observed: unknown): Promise<Change[]>;
  /** What the effect would still change. */
  compare(observed: unknown): Promise<Change[]>;
};

/** How an action with items reaches its vendor. */
export type Handler = {
  /** The vendor's state of a target, for the preview. Changes nothing. */
  observe?(target: Target, turn: Work["turn"]): Promise<unknown>;
  /** The vendor's state of all targets in one go, by their ids; null when they are too many to look at. */
  survey?(
    params: Record<string, unknown>,
    targets: Target[],
    turn: Work["turn"],
  ): Promise<Record<string, unknown> | null>;
  /** Does one item. Throws an ExternalError when the vendor fails; may be called again after that. */
  perform(item: Item, work: Work): Promise<Outcome>;
  /** Reads again, after the run, what its proof read: what a vendor does may only be known later. */
  reread?(item: DoneItem, turn: Work["turn"]): Promise<ItemProof>;
};
