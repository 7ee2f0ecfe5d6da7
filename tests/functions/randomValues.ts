import fc from "fast-check";

const NASTY_TEXTS = [
  "",
  " ",
  "\u0000",
  "\ud83d",
  "\udc00",
  "🧾",
  "\u202e",
  "\ufeff",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "infinity",
  "2026-02-30",
  "'; drop table private.staff; --",
  "%00",
  "../../etc",
  "{}",
  "00000000-0000-4000-8000-000000000000",
  "{00000000-0000-4000-8000-000000000000}",
];

/** Letters, blanks, NUL, halves of pairs, whole emoji; now and then very long. */
export const text: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({
      unit: fc.oneof(
        fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
        fc.constantFrom("a", " ", "\u0000", "\ud83d", "\udc00", "🧾", '"', "\\", "'", "%"),
      ),
      maxLength: 40,
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("x", "é", "🧾", " ", "\u0000"), fc.constantFrom(65, 501, 4097, 20_000))
      .map(([letter, times]) => letter.repeat(times)),
  },
);

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 7, 1.5, 1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const nested = (depth: number): unknown => {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = level % 2 ? { a: value } : [value];
  return value;
};

/** Anything that JSON can say. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 4, arbitrary: number },
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.uuid() },
  { weight: 4, arbitrary: fc.array(fc.oneof(number, text, fc.constant(null)), { maxLength: 4 }) },
  { weight: 3, arbitrary: fc.dictionary(text, fc.oneof(number, text), { maxKeys: 4 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(40, 700).map(nested) },
  { weight: 1, arbitrary: fc.uuid().map((id) => Array.from({ length: 501 }, () => id)) },
);

type Change =
  | { kind: "replace"; where: number; value: unknown }
  | { kind: "drop"; where: number }
  | { kind: "add"; where: number; name: string; value: unknown };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("replace" as const), where: fc.nat(), value: json }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("drop" as const), where: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      where: fc.nat(),
      name: text,
      value: json,
    }),
  },
);

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function apply(body: Fields, { where, ...what }: Change): Fields {
  // The fields of the body and those one level below.
  const places = Object.entries(body).flatMap(([name, value]) => [
    [name],
    ...(isFields(value) ? Object.keys(value).map((inner) => [name, inner]) : []),
  ]);
  const [outer, inner] = places[where % Math.max(places.length, 1)] ?? [];
  if (outer === undefined) return body;
  const held = inner === undefined ? body : (body[outer] as Fields);
  const name = inner ?? outer;
  const { [name]: _gone, ...rest } = held;
  const changed =
    what.kind === "drop"
      ? rest
      : // As own fields, whatever their names.
        Object.fromEntries([
          ...Object.entries(what.kind === "replace" ? rest : held),
          [what.kind === "replace" ? name : what.name, what.value],
        ]);
  return inner === undefined ? changed : { ...body, [outer]: changed };
}

/** A good body, as it is or with some fields changed to anything, missing, or too many. */
export const spoiled = (good: fc.Arbitrary<Fields>): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(good, fc.array(change, { maxLength: 2 }))
        .map(([body, changes]) => changes.reduce(apply, body)),
    },
    { weight: 1, arbitrary: json },
  );

/** JSON.stringify writes what came as __proto__ like any other name. */
const written = (value: unknown): string => JSON.stringify(value) ?? "";

/** A value as the text of a body, now and then in a way that no serializer would write it. */
export const bodyText = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> => {
  const plain = value.map(written);
  return fc.oneof(
    { weight: 30, arbitrary: plain },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain, fc.nat())
        .map(([whole, end]) => whole.slice(0, end % (whole.length + 1))),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          plain,
          fc.constantFrom("1e400", "-1e400", "0.1e-400", "9".repeat(5_000), "01", "NaN"),
        )
        .map(([whole, digits]) => whole.replace(/(?<=[:[])\d+/, digits)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain, fc.nat(), fc.constantFrom("\u0000", "\ufeff", "}", ",", '"', "\\ud83d"))
        .map(([whole, at, sign]) => {
          const place = at % (whole.length + 1);
          return whole.slice(0, place) + sign + whole.slice(place);
        }),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(100, 20_000)
        .map((depth) => `{"params":${"[".repeat(depth)}${"]".repeat(depth)}}`),
    },
  );
};
