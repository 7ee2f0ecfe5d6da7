import { setting } from "../setting.ts";

const TIMEOUT_MS = 15_000;

/** Slack's own words for why an incoming webhook takes nothing. */
const REFUSALS = [
  "action_prohibited",
  "channel_is_archived",
  "channel_not_found",
  "invalid_payload",
  "invalid_token",
  "no_active_hooks",
  "no_service",
  "no_service_id",
  "no_team",
  "no_text",
  "posting_to_general_channel_denied",
  "rate_limited",
  "team_disabled",
  "too_many_attachments",
  "user_not_found",
];

/**
 * Posts a message to the team's channel. Null when Slack took it, else why not; it never throws.
 * Whatever else answers may repeat the address, which is a secret: of its text nothing is kept.
 */
export async function postToSlack(text: string): Promise<string | null> {
  const url = setting("SLACK_WEBHOOK_URL");
  if (!url) return "not_configured";
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const said = (await response.text()).trim();
    if (response.ok && said === "ok") return null;
    return REFUSALS.includes(said) ? `${response.status} ${said}` : String(response.status);
  } catch (error) {
    // The address is a secret and may be in the message of the error.
    return error instanceof DOMException && error.name === "TimeoutError"
      ? "timeout"
      : "unreachable";
  }
}
