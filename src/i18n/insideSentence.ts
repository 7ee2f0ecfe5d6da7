/** Names that keep their capital wherever they stand. */
const NAMES = new Set([
  "Comptalyze",
  "Free",
  "Premium",
  "Pro",
  "Resend",
  "Shopify",
  "Slack",
  "Stripe",
  "Supabase",
  "Vercel",
]);

/** The words of a sentence as they stand inside another one, after a colon: without the capital of its first word. */
export function insideSentence(sentence: string): string {
  const [first = ""] = /^[\p{L}\p{N}@._-]+/u.exec(sentence) ?? [];
  // An address, or a code such as "RUN-1208".
  const asIs = first.includes("@") || /\p{L}.*[\p{Lu}\p{N}]/u.test(first);
  if (asIs || NAMES.has(first)) return sentence;
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
