import type { Backend } from "../support/backend.ts";

/** What the schedule does every few seconds; gives the status, 0 when nobody answered. */
export async function wakeWorker(backend: Backend): Promise<number> {
  const address = backend.functions?.address();
  if (!address) return 0;
  return fetch(`${address}/functions/v1/work`, {
    method: "POST",
    headers: { apikey: backend.keys.secretKey },
    signal: AbortSignal.timeout(60_000),
  })
    .then((answer) => answer.status)
    .catch(() => 0);
}
