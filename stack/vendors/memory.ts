import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { VendorSet } from "./serve.ts";

const control = (name: string, body?: string) =>
  new Request(
    `http://vendor.test/_test/${name}`,
    body === undefined ? {} : { method: "POST", body },
  );

/** Puts what the stand-ins held when the stack last ended; says whether there was something. */
export async function restoreVendors(vendors: VendorSet, file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const states = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  for (const vendor of Object.values(vendors)) {
    const answer = await vendor.fetch(control("seed", JSON.stringify(states[vendor.name] ?? {})));
    if (!answer.ok) {
      // Made by another version of the stand-ins: they start anew.
      for (const each of Object.values(vendors)) each.reset();
      return false;
    }
  }
  return true;
}

/** Keeps what the stand-ins hold, as their test control tells it. */
export async function saveVendors(vendors: VendorSet, file: string): Promise<void> {
  const states: Record<string, unknown> = {};
  for (const vendor of Object.values(vendors)) {
    states[vendor.name] = await (await vendor.fetch(control("state"))).json();
  }
  writeFileSync(file, JSON.stringify(states), { mode: 0o600 });
}
