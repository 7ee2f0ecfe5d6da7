import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { restoreVendors, saveVendors } from "./memory.ts";
import { RESEND_DEMO_KEY } from "./resend.ts";
import { createVendors } from "./serve.ts";

const folder = mkdtempSync(join(tmpdir(), "comptalyze-vendors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const resend = (path: string, init: RequestInit = {}) =>
  new Request(`http://resend.test${path}`, {
    ...init,
    headers: { authorization: `Bearer ${RESEND_DEMO_KEY}`, "content-type": "application/json" },
  });

test("what a stand-in held is there after a restart", async () => {
  const file = join(folder, "kept.json");
  const before = createVendors();
  const sent = await before.resend.fetch(
    resend("/emails", {
      method: "POST",
      body: JSON.stringify({
        from: "bonjour@comptalyze.test",
        to: "zoe.lambert@example.fr",
        subject: "Bienvenue",
        text: "Bonjour",
      }),
    }),
  );
  const { id } = (await sent.json()) as { id: string };
  await saveVendors(before, file);

  const after = createVendors();
  expect(await restoreVendors(after, file)).toBe(true);
  const found = await after.resend.fetch(resend(`/emails/${id}`));
  expect(found.status).toBe(200);
});

test("nothing kept, or something that is not understood, starts anew", async () => {
  expect(await restoreVendors(createVendors(), join(folder, "none.json"))).toBe(false);
  const odd = join(folder, "odd.json");
  writeFileSync(odd, JSON.stringify({ stripe: { customers: "many" } }));
  expect(await restoreVendors(createVendors(), odd)).toBe(false);
});
