export type AuthWords = { key: string; message: string };

/** What to say of a refusal by the auth server; `otherwise` is the sentence for the rest. */
export function authErrorWords(error: unknown, otherwise: string): AuthWords {
  const found = (error ?? {}) as { code?: unknown; status?: unknown; message?: unknown };
  const message = typeof found.message === "string" ? found.message : "";
  if (found.code === "invalid_credentials" || /invalid login credentials/i.test(message)) {
    return { key: "auth.wrong_credentials", message };
  }
  if (found.status === 429) return { key: "auth.too_many", message };
  const unreached = !found.status || (typeof found.status === "number" && found.status >= 500);
  return { key: unreached ? "auth.unreachable" : otherwise, message };
}
