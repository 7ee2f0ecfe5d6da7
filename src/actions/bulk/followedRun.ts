import { useStore } from "react-admin";

/** A run that was started from a selection: its rows stay selected until their items tell. */
export type Followed = {
  id: string;
  /** Target of an item → the rows that stand for it. */
  rows: Record<string, string[]>;
  /** Once it has ended: how many items did not succeed. */
  failed?: number;
};

/** The run that a list follows. In the store, so that a reload or another page does not lose it. */
export const useFollowedRun = (resource: string) =>
  useStore<Followed | null>(`${resource}.followedRun`, null);
