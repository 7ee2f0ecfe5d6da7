/** A text of somebody else as the database can hold it: NUL and half an emoji would stop the whole answer. */
export const storable = (text: string) => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** The same of every text in an answer. */
export const storableAnswer = (answer: object): object =>
  JSON.parse(
    JSON.stringify(answer, (_, value: unknown) =>
      typeof value === "string" ? storable(value) : value,
    ),
  );
