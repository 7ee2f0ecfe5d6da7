import { Problem } from "./problem.ts";

/** More than any action needs: 500 ids and a reason fit many times. */
export const MAX_BODY_BYTES = 256 * 1024;

async function readBytes(request: Request): Promise<Uint8Array> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  const tooLarge = new Problem("too_large", `The body may have ${MAX_BODY_BYTES} bytes at most.`, {
    max_bytes: MAX_BODY_BYTES,
  });
  if (announced > MAX_BODY_BYTES) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // The announced length can be absent or wrong: count what really comes.
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    if (error === tooLarge) throw error;
    throw new Problem("malformed", "The body ended before its announced length.");
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The JSON body of a request. Throws too_large or malformed. */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Problem("malformed", "The body is not JSON in UTF-8.");
  }
}
