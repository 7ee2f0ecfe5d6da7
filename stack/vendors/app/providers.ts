import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";

/** What the customers' providers hold of a connection; the database's row is the app's side of it. */
export const connectionSeed = z.strictObject({
  /** The row of public.integration_tokens. */
  id: z.guid(),
  /**
   * fine; revoked: the customer took the access back, nothing can be refreshed; refuses: refreshes, but
   * does not take the new token; down: does not answer.
   */
  state: z.enum(["fine", "revoked", "refuses", "down"]).default("fine"),
  /** The only token it takes, as a checksum, and until when; absent: the one that the app has. */
  token: z.string().optional(),
  expires_at: z.string().optional(),
});

export type Connection = z.output<typeof connectionSeed>;

export type Integration = {
  id: string;
  provider: "stripe" | "shopify";
  access_token: string;
  expires_at: Date | string | null;
};

const LIFE_DAYS = { stripe: 90, shopify: 60 };
const DAY_MS = 86_400_000;
const checksum = (token: string) => createHash("sha256").update(token).digest("hex");

/** Why a provider does not take a token. */
export type Refusal = "token_expired" | "token_revoked" | "token_unknown" | "provider_down";

/** Stands in for what Stripe and Shopify say to the app of its customers' accounts. */
export function createProviders(now: () => Date) {
  const connections = new Map<string, Connection>();
  const connectionOf = (id: string): Connection => connections.get(id) ?? { id, state: "fine" };

  return {
    /** Whether the token that the app has is taken; null, or why not. */
    check({ id, access_token, expires_at }: Integration): Refusal | null {
      const { state, token, expires_at: until = expires_at } = connectionOf(id);
      if (state === "down") return "provider_down";
      if (state === "revoked") return "token_revoked";
      if (state === "refuses" || (token ?? checksum(access_token)) !== checksum(access_token)) {
        return "token_unknown";
      }
      return until !== null && new Date(until) <= now() ? "token_expired" : null;
    },
    /** A new token in the place of the old one, or why there is none. */
    refresh({ id, provider }: Integration) {
      const connection = connectionOf(id);
      if (connection.state === "down") return "provider_down" as const;
      if (connection.state === "revoked") return "invalid_grant" as const;
      const access_token = `demo-${provider}-no-real-token-${randomUUID()}`;
      const expires_at = new Date(now().getTime() + LIFE_DAYS[provider] * DAY_MS).toISOString();
      connections.set(id, { ...connection, token: checksum(access_token), expires_at });
      return {
        access_token,
        refresh_token: `demo-${provider}-no-real-refresh-${randomUUID()}`,
        expires_at,
      };
    },
    reset: () => connections.clear(),
    state: () => [...connections.values()],
    seed: (seeds: Connection[]) => {
      for (const one of seeds) connections.set(one.id, { ...connections.get(one.id), ...one });
    },
  };
}

export type Providers = ReturnType<typeof createProviders>;

/** What a month brought in at a provider: always the same, a few months nothing. */
export function salesOf(user: string, provider: string, month: string) {
  const digest = createHash("md5").update(`sales ${user} ${provider} ${month}`).digest();
  if (digest.readUInt8(0) < 6) return { rows: 0, revenue_cents: 0 };
  return {
    rows: 1 + (digest.readUInt8(1) % 44),
    revenue_cents: 30_000 + (digest.readUInt32BE(2) % 400_000),
  };
}
