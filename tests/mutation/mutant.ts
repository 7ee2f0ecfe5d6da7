/** A control that was taken away, and the tests that claim to prove it. */
export type Mutant = {
  /** What was taken away, in words that stay the same: results are kept by it. */
  name: string;
  kind: string;
  change: Change;
  /** Test files, the quickest first. */
  tests: string[];
  /** Only these of their tests: what else is in the files has nothing to do with it. */
  only?: string;
};

export type Change =
  /** Statements on a clone of the migrated database. */
  | { sql: string }
  /** The text of a source file, in a copy of the project. */
  | { file: string; from: string; to: string };

/** A mutant that nothing can notice, and why. */
export type Equivalent = { name: string; because: string };
