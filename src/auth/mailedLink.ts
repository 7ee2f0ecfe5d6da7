export type MailedLink = { accessToken: string; refreshToken: string };

/** The session that a mailed link (invitation, new password) carries after its `#`. */
export function readMailedLink(hash: string): MailedLink | null {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const accessToken = params.get("access_token");
  const refreshToken = params.get("refresh_token");
  return accessToken && refreshToken ? { accessToken, refreshToken } : null;
}

const PAGE = "/set-password";

/** A link mailed by Supabase itself, such as an invitation, may land on any page: bring it home. */
export function followMailedLink(location: Location, history: History): void {
  const said = new URLSearchParams(location.hash.replace(/^#/, ""));
  const type = said.get("type");
  // One that does not count any more comes with its refusal instead of a session.
  const mailed = type === "invite" || type === "recovery" || said.has("error_code");
  if (mailed && location.pathname !== PAGE) {
    history.replaceState(null, "", PAGE + location.hash);
  }
}
