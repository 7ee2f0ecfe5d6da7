declare const Deno: { env: { get(name: string): string | undefined } } | undefined;

/** A setting of the environment: in Deno as deployed, in Node under test. Empty counts as absent. */
export function setting(name: string): string | undefined {
  return (typeof Deno === "undefined" ? process.env[name] : Deno.env.get(name)) || undefined;
}
