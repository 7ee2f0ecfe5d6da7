import { z } from "zod";
import { missing } from "./failure.ts";
import { flag, listOf, parseForm } from "./form.ts";
import { ListQuery, page } from "./lists.ts";
import { API_VERSION } from "./objects.ts";
import type { StripeEndpoint, StripeState } from "./state.ts";

/** Where the app is found on a hosted project: shown when no app runs beside this stand-in. */
const PUBLIC_ADDRESS = "https://comptalyze.com/api/webhooks/stripe";

/** The signing secret is shown once, when an endpoint is made, and so never here. */
export function endpointObject(endpoint: StripeEndpoint, address: string | null) {
  return {
    id: endpoint.id,
    object: "webhook_endpoint",
    api_version: API_VERSION,
    application: null,
    created: endpoint.created,
    description: endpoint.description,
    enabled_events: endpoint.enabled_events,
    livemode: endpoint.livemode,
    metadata: {},
    status: endpoint.status,
    url: address ?? endpoint.url ?? PUBLIC_ADDRESS,
  };
}

export function listEndpoints(
  state: StripeState,
  url: URL,
  show: (endpoint: StripeEndpoint) => unknown,
) {
  return page(new ListQuery(url, []), url, "webhook endpoint", [...state.endpoints.values()], show);
}

export function findEndpoint(state: StripeState, id: string, param = "id"): StripeEndpoint {
  const endpoint = state.endpoints.get(id);
  if (endpoint === undefined) throw missing("webhook endpoint", id, param);
  return endpoint;
}

const changes = z.strictObject({
  disabled: flag.optional(),
  url: z.url().optional(),
  enabled_events: listOf(z.string()).optional(),
  description: z.string().optional(),
});

export function updateEndpoint(state: StripeState, id: string, body: string): StripeEndpoint {
  const endpoint = findEndpoint(state, id);
  const { disabled, ...rest } = parseForm(body, changes);
  if (disabled !== undefined) endpoint.status = disabled ? "disabled" : "enabled";
  return Object.assign(endpoint, rest);
}
