import { afterEach, expect, test, vi } from "vitest";
import { deployments } from "./vercel.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test.each([
  ["https://vercel.com/comptalyze/x", "https://vercel.com/comptalyze/x"],
  ["javascript:alert(1)", null],
  ["http://vercel.example/x", null],
  [null, null],
])("its page is a link when its address is https: %s", async (inspectorUrl, link) => {
  vi.stubEnv("VERCEL_TOKEN", "token");
  vi.stubEnv("VERCEL_PROJECT", "prj");
  vi.stubGlobal("fetch", async () =>
    Response.json({
      deployments: [
        { uid: "dpl_1", url: "x.vercel.app", state: "READY", created: 1, inspectorUrl },
      ],
    }),
  );
  expect(await deployments()).toMatchObject([{ id: "dpl_1", inspector_url: link }]);
});

test.each([9e15, 300_000_000_000_000, -1])(
  "a deployment of the moment %d is garbage",
  async (created) => {
    vi.stubEnv("VERCEL_TOKEN", "token");
    vi.stubEnv("VERCEL_PROJECT", "prj");
    vi.stubGlobal("fetch", async () =>
      Response.json({
        deployments: [{ uid: "dpl_1", url: "x.vercel.app", state: "READY", created }],
      }),
    );
    await expect(deployments()).rejects.toMatchObject({ service: "vercel", kind: "garbage" });
  },
);
