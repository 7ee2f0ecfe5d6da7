import { setting } from "../setting.ts";
import type { WebhookEndpoint } from "../vendors/stripeEvents.ts";

const PATH = "/api/webhooks/stripe";

/** The endpoints that are the customer app's: by its address and path, by the path alone when none is at the address. */
export function appEndpoints(endpoints: WebhookEndpoint[]): WebhookEndpoint[] {
  const base = setting("APP_BASE_URL");
  const home = base && URL.canParse(base) ? new URL(base).origin : null;
  const ours = endpoints.filter(({ url }) => URL.canParse(url) && new URL(url).pathname === PATH);
  const here = ours.filter(({ url }) => new URL(url).origin === home);
  return here.length > 0 ? here : ours;
}
