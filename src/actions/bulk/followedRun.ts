import { useStore } from "react-admin";

/** A run that was started from a selection: its rows stay selected until their items tell. */
export type Followed = {
  id: string;
  /** Target of an item → the rows that stand for it. */
  rows: Record<string, string[]>;
  /** Once it has ended: how many of the rows did not succeed. */
  failed?: number;
};

/** A request to a colleague that was made from a selection, until there is a run to follow. */
export type FollowedRequest = { approval: string };

/** What a list follows. In the store, so that a reload or another page does not lose it. */
export const useFollowedRun = (resource: string) =>
  useStore<Followed | FollowedRequest | null>(`${resource}.followedRun`, null);

/** The Data API's answers when what is followed is not there (any more). */
export const ABSENT = [404, 406];
