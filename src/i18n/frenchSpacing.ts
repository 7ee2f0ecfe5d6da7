const NO_BREAK = "\u00a0";
const NARROW_NO_BREAK = "\u202f";

type Messages = { [key: string]: string | Messages };

/**
 * French typography, done once for every sentence: a no-break space before `:` `%` `€` and inside
 * « », a narrow one before `;` `!` `?`, and no break between a number and its unit.
 */
export function spaceFrench(text: string): string {
  return text
    .replace(/ (?=[:€»])/g, NO_BREAK)
    .replace(/ (?=%(?!\{))/g, NO_BREAK)
    .replace(/« /g, `«${NO_BREAK}`)
    .replace(/ (?=[;!?])/g, NARROW_NO_BREAK)
    .replace(
      /(\d|\}) (?=(?:min|ms|h|s|j|px|ko|Mo|jours?|lignes?|mois)(?![\p{L}\d]))/gu,
      `$1${NO_BREAK}`,
    );
}

export function withFrenchSpacing<Tree extends Messages>(messages: Tree): Tree {
  const spaced = Object.entries(messages).map(([key, value]) => [
    key,
    typeof value === "string" ? spaceFrench(value) : withFrenchSpacing(value),
  ]);
  return Object.fromEntries(spaced) as Tree;
}
