// npm run seed:db:clean [-- --yes-this-is-not-production]
import { runScript, say } from "./script.ts";

await runScript(async (target) => {
  const removed = Object.entries(await target.clean());
  const rows = removed.reduce((sum, [, count]) => sum + count, 0);
  for (const [table, count] of removed) say(`  ${table.padEnd(28)}${String(count).padStart(10)}`);
  say(`${rows} demo rows removed from ${target.name}; no other row was touched.`);
});
