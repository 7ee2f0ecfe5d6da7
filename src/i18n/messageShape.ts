/** The same keys, other words: what a translation of `Messages` must be, no more and no less. */
export type SameKeys<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : SameKeys<Messages[Key]>;
};
