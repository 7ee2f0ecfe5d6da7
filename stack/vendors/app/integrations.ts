import { answer, refuse } from "./answers.ts";
import type { AppDatabase, Query } from "./database.ts";
import { AppFailure } from "./failure.ts";
import type { Integration, Providers } from "./providers.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function integration(id: string, query: Query, lock = ""): Promise<Integration> {
  const [row] = UUID.test(id)
    ? await query<Integration>(
        `select id, provider, access_token, expires_at from public.integration_tokens where id = $1::uuid ${lock}`,
        [id],
      )
    : [];
  if (row === undefined) throw new AppFailure(404, "not_found");
  return row;
}

const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString());

/** GET /api/admin/integrations/:id/check: whether the provider takes the token that the app has. */
export async function checkIntegration(id: string, database: AppDatabase, providers: Providers) {
  const row = await database.asService((query) => integration(id, query));
  const reason = providers.check(row);
  if (reason === "provider_down") return refuse(502, "provider_down");
  const expires_at = iso(row.expires_at);
  return answer(
    200,
    reason === null ? { valid: true, expires_at } : { valid: false, expires_at, reason },
  );
}

/**
 * POST /api/admin/integrations/:id/refresh: a new token in the place of the old one. 422 `reconnect`
 * when only the customer can mend it, 502 when the provider does not answer; the row says why.
 */
export async function refreshIntegration(id: string, database: AppDatabase, providers: Providers) {
  return database.asService(async (query) => {
    const row = await integration(id, query, "for update");
    const token = providers.refresh(row);
    if (typeof token === "string") {
      const reason =
        token === "invalid_grant"
          ? "invalid_grant: This authorization has been revoked by the account"
          : "503: the provider did not answer";
      await query("update public.integration_tokens set last_error = $2 where id = $1::uuid", [
        id,
        reason,
      ]);
      return token === "invalid_grant"
        ? refuse(422, "reconnect", { reason })
        : refuse(502, "provider_down");
    }
    const [written] = await query<{ last_refreshed_at: Date | string }>(
      `update public.integration_tokens set access_token = $2, refresh_token = $3, expires_at = $4,
         last_refreshed_at = now(), last_error = null
       where id = $1::uuid returning last_refreshed_at`,
      [id, token.access_token, token.refresh_token, token.expires_at],
    );
    return answer(200, {
      id,
      provider: row.provider,
      expires_at: token.expires_at,
      last_refreshed_at: iso(written?.last_refreshed_at ?? null),
    });
  });
}
