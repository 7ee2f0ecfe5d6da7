import type { Database } from "./database.ts";

type Answer = (request: Request) => Promise<Response>;

/** The requests that say who they are for, and what hosted Auth answers when that one is banned. */
const GRANTS = {
  password: {
    field: "email",
    banned: "select from auth.users where lower(email) = lower($1) and banned_until > now()",
    message: "User is banned",
  },
  refresh_token: {
    field: "refresh_token",
    banned: `select from auth.refresh_tokens t join auth.users u on u.id = t.user_id
      where t.token = $1 and u.banned_until > now()`,
    message: "Invalid Refresh Token: User Banned",
  },
} as const;

const isKnown = (grant: string | null): grant is keyof typeof GRANTS =>
  grant !== null && Object.hasOwn(GRANTS, grant);

const refusal = (status: number, message: string) =>
  Response.json({ code: status, error_code: "user_banned", msg: message }, { status });

type Json = Record<string, unknown>;
const jsonOf = (message: Request | Response): Promise<Json | null> =>
  message
    .clone()
    .json()
    .catch(() => null);

/** The claims of the access token that an answer carries, in its body or behind its address. */
async function tokenIn(response: Response): Promise<{ sub: string; session_id: string } | null> {
  const fragment = new URLSearchParams(response.headers.get("location")?.split("#")[1]);
  const token = (await jsonOf(response))?.access_token ?? fragment.get("access_token");
  const claims = typeof token === "string" ? token.split(".")[1] : undefined;
  return claims ? JSON.parse(Buffer.from(claims, "base64url").toString()) : null;
}

/**
 * Supabase Auth refuses a banned user at every door; Lite looks at banned_until only when somebody
 * comes from another provider. This stands before Lite and refuses as hosted Auth does.
 */
export function refuseBanned(database: Database, answer: Answer): Answer {
  const some = async (sql: string, value: string) =>
    (await database.query(sql, [value])).length > 0;

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!/^\/auth\/v1\/(token|verify)$/.test(pathname)) return answer(request);

    const grant = searchParams.get("grant_type");
    if (request.method === "POST" && isKnown(grant)) {
      const { field, banned, message } = GRANTS[grant];
      const value = (await jsonOf(request))?.[field];
      const asked = typeof value === "string" && !value.includes("\u0000") ? value : "";
      return (await some(banned, asked)) ? refusal(400, message) : answer(request);
    }

    // A mailed link or a code says who it is for only in its answer.
    const response = await answer(request);
    const claims = await tokenIn(response);
    const isBanned =
      claims &&
      (await some("select from auth.users where id = $1 and banned_until > now()", claims.sub));
    if (!isBanned) return response;
    await database.query("delete from auth.sessions where id = $1", [claims.session_id]);
    const page = response.headers.get("location")?.split("#")[0];
    if (page === undefined) return refusal(403, GRANTS.password.message);
    const fragment = new URLSearchParams({
      error: "access_denied",
      error_code: "user_banned",
      error_description: GRANTS.password.message,
    });
    return new Response(null, { status: 303, headers: { location: `${page}#${fragment}` } });
  };
}
