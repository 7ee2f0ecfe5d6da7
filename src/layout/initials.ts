/** « Camille Roux » to CR; without a name, the e-mail's first letter. */
export function initials(name: string): string {
  const words =
    name
      .split("@")[0]
      ?.split(/[^\p{L}]+/u)
      .filter(Boolean) ?? [];
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.[0] ?? "",
  );
  return letters.join("").toUpperCase();
}
