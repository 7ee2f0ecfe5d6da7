import { HttpResponse, http } from "msw";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { ACTION_NAMES } from "../names";
import { buildPreview, buildRun, buildUndo } from "./answers";

type Sent = { mode: string; key: string | null; body: Record<string, unknown> };
type Answer = (sent: Sent) => Response | Promise<Response>;

/** The server of an action: answers by mode, and remembers what it was sent. */
export function actionServer() {
  const sent: Sent[] = [];
  const answers: Record<string, Answer> = {};
  const reset = () => {
    sent.length = 0;
    answers.preview = () => HttpResponse.json(buildPreview());
    answers.run = () => HttpResponse.json(buildRun());
    answers.undo = () => HttpResponse.json(buildUndo());
    answers.prove = () => HttpResponse.json(buildRun());
  };
  reset();

  const take: Answer = (one) => {
    sent.push(one);
    return answers[one.mode]?.(one) ?? HttpResponse.error();
  };
  const server = mockServer(
    http.post(`${settings.supabaseUrl}/functions/v1/:action`, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      const key = request.headers.get("Idempotency-Key");
      return take({ mode: String(body.mode), key, body });
    }),
    http.post(`${settings.supabaseUrl}/rest/v1/rpc/prove_run`, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      return take({ mode: "prove", key: null, body });
    }),
    http.post(`${settings.supabaseUrl}/rest/v1/rpc/me`, () =>
      HttpResponse.json({
        user_id: "a",
        email: "ops@comptalyze.test",
        name: "Camille Roux",
        role: "ops",
        environment: "demo",
        permissions: ACTION_NAMES.map((subject) => ({ verb: "run", subject })),
      }),
    ),
  );
  return {
    server,
    reset,
    answers,
    sent: (mode: string) => sent.filter((one) => one.mode === mode),
  };
}
