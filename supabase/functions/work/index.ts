import { setting } from "../_shared/setting.ts";
import { handlers } from "../_shared/work/handlers.ts";
import { workOn } from "../_shared/work/worker.ts";

const WORK_FOR_MS = 50_000;

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].join(",");
}

/** What the schedule calls every minute, with the secret key: works on the runs that have items left. */
export default {
  async fetch(request: Request): Promise<Response> {
    const secret = setting("SUPABASE_SECRET_KEY") ?? setting("SUPABASE_SERVICE_ROLE_KEY");
    const given = request.headers.get("apikey") ?? "";
    if (!secret || (await digest(given)) !== (await digest(secret))) {
      return Response.json(
        { error: { code: "unauthorized", message: "This takes the secret key." } },
        { status: 401 },
      );
    }
    const forMs = Number(setting("WORK_FOR_MS")) || WORK_FOR_MS;
    await workOn(handlers, { forMs });
    return Response.json({ done: true });
  },
};
