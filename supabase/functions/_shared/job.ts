import { Problem } from "./problem.ts";
import { setting } from "./setting.ts";

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].join(",");
}

/** A function that the schedule calls with the secret key, and nobody else. */
export function serveJob(perform: () => Promise<object>) {
  return {
    async fetch(request: Request): Promise<Response> {
      const secret = setting("SUPABASE_SECRET_KEY") ?? setting("SUPABASE_SERVICE_ROLE_KEY");
      const given = request.headers.get("apikey") ?? "";
      // Digests have one length: the time of the comparison tells nothing.
      if (!secret || (await digest(given)) !== (await digest(secret))) {
        return Response.json(
          { error: { code: "unauthorized", message: "This takes the secret key." } },
          { status: 401 },
        );
      }
      try {
        return Response.json(await perform());
      } catch (error) {
        const code = error instanceof Problem ? error.code : "internal";
        console.error("job:", code, error instanceof Problem ? error.details : error);
        return Response.json(
          { error: { code, message: "It goes on at the next turn." } },
          { status: 503 },
        );
      }
    },
  };
}
