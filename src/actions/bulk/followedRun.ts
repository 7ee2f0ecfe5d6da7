import { type Identifier, useStore } from "react-admin";

/** Target of an item → the rows that stand for it. */
export type Rows<Id = Identifier> = Record<string, Id[]>;

/** A run that was started from a selection: at its end the rows that did not succeed are what is selected. */
export type Followed = {
  id: string;
  rows: Rows;
  /** Once it has ended: how many of the targets did not succeed, and whether their rows are selected. */
  left?: { failed: number; selected: boolean };
};

/** A request to a colleague that was made from a selection, until there is a run to follow. */
export type FollowedRequest = { approval: string; rows: Rows };

/** What a list follows. In the store, so that a reload or another page does not lose it. */
export const useFollowedRun = (resource: string) =>
  useStore<Followed | FollowedRequest | null>(`${resource}.followedRun`, null);

/** The Data API's answers when what is followed is not there (any more). */
export const ABSENT = [404, 406];
