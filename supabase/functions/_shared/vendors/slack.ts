import { setting } from "../setting.ts";

const TIMEOUT_MS = 15_000;

/** Posts a message to the team's channel. Null when Slack took it, else why not; it never throws. */
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
    const said = (await response.text()).slice(0, 60);
    return response.ok && said === "ok" ? null : `${response.status} ${said}`;
  } catch (error) {
    // The address is a secret and may be in the message of the error.
    return error instanceof DOMException && error.name === "TimeoutError"
      ? "timeout"
      : "unreachable";
  }
}
