import { afterEach, expect, test, vi } from "vitest";
import { messageOf, type Notice } from "./notices.ts";

const notice = (kind: string): Notice => ({
  id: 1,
  kind,
  at: "2026-11-23T13:00:00Z",
  args: {
    approval_id: "a1",
    code: "APP-0007",
    mode: "run",
    action: "add-staff",
    rule: "staff",
    target: "zoe@example.fr",
    items: null,
    reason: "Renfort <support> pour décembre",
    because: null,
    requested_by: "admin@comptalyze.test",
    expires_at: "2026-11-24T13:00:00Z",
    runs_alone_at: "2026-11-23T13:15:00Z",
    environment: "demo",
  },
});

afterEach(() => vi.unstubAllEnvs());

test("a request says who, what, why and until when, and leads to its page", () => {
  vi.stubEnv("CONSOLE_URL", "https://console.example/");
  const message = messageOf(notice("approval_requested"));
  expect(message).toContain("admin@comptalyze.test demande une approbation");
  expect(message).toContain("`add-staff` sur zoe@example.fr");
  expect(message).toContain("Renfort &lt;support&gt; pour décembre");
  expect(message).toContain("24/11/2026");
  expect(message).toContain("<https://console.example/approvals/a1/show|APP-0007> (demo)");
});

test("a broken glass says when it runs, by the clock of Paris", () => {
  expect(messageOf(notice("glass_broken"))).toContain("23/11/2026 14:15");
});
