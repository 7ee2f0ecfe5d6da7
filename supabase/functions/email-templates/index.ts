import { templateName } from "../_shared/contracts/send-test-email.ts";
import { databaseForWorker } from "../_shared/database.ts";
import { sampleEmail } from "../_shared/emails/sample.ts";
import { answer, databaseOfCaller, serve } from "../_shared/http.ts";
import { Problem } from "../_shared/problem.ts";
import { problemOf, waitForTurn } from "../_shared/runs/turns.ts";
import { nameOf, templateOf, templates } from "../_shared/vendors/resendTemplates.ts";

const turn = () => waitForTurn(databaseForWorker(), "resend");

async function all() {
  const found = await templates(turn);
  return { templates: found.map((one) => ({ name: nameOf(one), title: one.name })) };
}

async function one(name: string) {
  const known = templateName.safeParse(name).success;
  if (known) await turn();
  const template = known ? await templateOf(name) : null;
  if (template === null) {
    throw new Problem("not_found", "Resend has no template of this name.", { kind: "template" });
  }
  const { subject, html } = sampleEmail(template);
  return { template: { name, title: template.name, subject, html } };
}

/** The templates that Resend has, or with `?name=` one of them as a test of it looks. For who may send one. */
export default serve("email-templates", "GET", async (request) => {
  await databaseOfCaller(request).call("ask_permission", { action: "send-test-email" }, "role");
  const name = new URL(request.url).searchParams.get("name");
  try {
    return answer(200, name === null ? await all() : await one(name));
  } catch (error) {
    throw await problemOf(error);
  }
});
