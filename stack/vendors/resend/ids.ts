import { createHash } from "node:crypto";

/** A valid UUID that follows from what it names. */
export function uuidOf(name: string): string {
  const hex = createHash("md5").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A moment as Resend writes it. */
export const stamp = (at: Date) => at.toISOString().replace("Z", "+00:00");
