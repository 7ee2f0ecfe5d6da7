/** A text of somebody else as the database can hold it: NUL and half an emoji would stop the whole answer. */
export const storable = (text: string) => text.toWellFormed().replaceAll("\0", "\uFFFD");

const storableValue = (_: string, value: unknown): unknown =>
  typeof value === "string" ? storable(value) : value;

/** JSON of somebody else, every text of it as the database can hold it. Throws what JSON.parse throws. */
export const parseStorable = (json: string): unknown => JSON.parse(json, storableValue);

/** The same of every text in an answer. */
export const storableAnswer = (answer: object): object =>
  JSON.parse(JSON.stringify(answer, storableValue));
