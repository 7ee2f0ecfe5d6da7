import { settings } from "./settings";
import { supabaseClient } from "./supabaseClient";

const TIMEOUT = 15_000;

export type Answer = { status: number; headers: Headers; body: string; json: unknown };
export type RequestOptions = {
  method?: string;
  headers?: Headers;
  body?: string;
  signal?: AbortSignal;
};

/** An answer other than 2xx, with the number that finds it in the server's log. */
export class ServerError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly requestId: string | null;

  constructor(message: string, status: number, body: unknown, requestId: string | null) {
    super(message);
    this.name = "ServerError";
    this.status = status;
    this.body = body;
    this.requestId = requestId;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** One request as the person who is signed in. Throws ServerError, or TypeError when nobody answers. */
export async function request(url: string, options: RequestOptions = {}): Promise<Answer> {
  const { data } = await supabaseClient.auth.getSession();
  const headers = new Headers(options.headers);
  headers.set("apikey", settings.publishableKey);
  if (data.session) headers.set("Authorization", `Bearer ${data.session.access_token}`);
  if (options.body && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");

  const timeout = AbortSignal.timeout(TIMEOUT);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await fetch(url, { ...options, headers, signal });
  const body = await response.text();
  const json = parsed(body);
  if (response.ok) return { status: response.status, headers: response.headers, body, json };

  const said = (json as { message?: unknown } | undefined)?.message;
  const requestId = response.headers.get("sb-request-id") ?? response.headers.get("x-request-id");
  throw new ServerError(
    typeof said === "string" ? said : response.statusText,
    response.status,
    json,
    requestId,
  );
}
