// npm run seed:db [-- --users 300] [--yes-this-is-not-production]
import { runScript, say } from "./script.ts";

await runScript(async (target, { users }) => {
  const started = performance.now();
  await target.seed(users);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${users} demo customers in ${target.name}, in ${seconds} s.`);
  say("Staff: support@, ops@, admin@ and admin2@comptalyze.test, password comptalyze-demo.");
  say("Next: npm run seed:stripe, so that the vendors' stand-ins know them too.");
});
