import type { Vendor } from "../vendors/control.ts";

/** Makes a stand-in forget everything and hold this. */
export async function fillVendor(vendor: Vendor, seed: unknown): Promise<void> {
  vendor.reset();
  const response = await vendor.fetch(
    new Request("http://vendor.test/_test/seed", { method: "POST", body: JSON.stringify(seed) }),
  );
  if (!response.ok) {
    throw new Error(`the stand-in of ${vendor.name} refused its seed: ${await response.text()}`);
  }
}
