// Runs in Deno: serves each folder of supabase/functions as the Edge runtime does.
declare const Deno: {
  exit(code: number): never;
  stdin: { readable: AsyncIterable<Uint8Array> };
  env: { get(name: string): string | undefined };
  serve(
    options: { hostname: string; port: number; onListen(address: { port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
};

type Served = { fetch: (request: Request) => Promise<Response> };

/** The pipe from whoever started this closes when he is gone, however he ended. */
async function endWithParent(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
  Deno.exit(0);
}
void endWithParent();

const names = (Deno.env.get("FUNCTION_NAMES") ?? "").split(",").filter(Boolean);
// Imported before the first request, so that none of them waits for a cold start.
const served = new Map<string, Served>();
for (const name of names) {
  const module = (await import(`../supabase/functions/${name}/index.ts`)) as { default: Served };
  served.set(name, module.default);
}

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.warn(`listening ${port}`),
  },
  async (request) => {
    const name = new URL(request.url).pathname.replace(/^\/functions\/v1\//, "").replace(/\/$/, "");
    const target = served.get(name);
    if (target) return target.fetch(request);
    return Response.json(
      { error: { code: "not_found", message: `No function is called "${name}".` } },
      { status: 404 },
    );
  },
);
