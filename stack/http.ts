import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { codeOf, StackFailure } from "./failure.ts";

export type Handler = (request: Request) => Promise<Response>;
export type Listener = { port: number; close(): Promise<void> };

/** Thrown or returned by a handler to cut the connection without an answer, as a broken network does. */
export const CUT = Symbol("cut");

function toRequest(message: IncomingMessage, signal: AbortSignal, port: number): Request {
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i] ?? "", message.rawHeaders[i + 1] ?? "");
  }
  const method = message.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  const host = message.headers.host ?? `127.0.0.1:${port}`;
  return new Request(new URL(message.url ?? "/", `http://${host}`), {
    method,
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(message) as ReadableStream, duplex: "half" } : {}),
  } as RequestInit);
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  if (response.destroyed) {
    // The caller hung up: there is nobody to write to.
    await answer.body?.cancel();
    return;
  }
  const cookies = answer.headers.getSetCookie();
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.writeHead(answer.status);
  if (!answer.body) {
    response.end();
    return;
  }
  await new Promise<void>((done) => {
    const body = Readable.fromWeb(answer.body as NodeReadableStream);
    body.once("error", () => response.destroy());
    response.once("close", done);
    body.pipe(response);
  });
}

/** Serves a web handler on loopback through node:http. */
export function listen(handler: Handler, { host = "127.0.0.1", port = 0 } = {}): Promise<Listener> {
  let bound = port;
  const server = createServer(async (message, response) => {
    const abort = new AbortController();
    response.once("close", () => abort.abort());
    let request: Request;
    try {
      request = toRequest(message, abort.signal, bound);
    } catch {
      // An address, host or method that no request can have.
      response.writeHead(400, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ error: { code: "malformed", message: "Not a request." } }));
      return;
    }
    try {
      await send(await handler(request), response);
    } catch (error) {
      if (error === CUT || response.headersSent) {
        response.destroy();
        return;
      }
      console.error(error);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: "internal", message: "Unforeseen fault." } }));
    }
  });
  // Longer than a caller keeps a connection: on a busy machine it would reuse one that just closed.
  server.keepAliveTimeout = 65_000;
  return new Promise((done, failed) => {
    server.once("error", (error) => {
      failed(
        codeOf(error) === "EADDRINUSE"
          ? new StackFailure(
              `Port ${port} is taken: stop what listens there, or choose another with --port.`,
            )
          : error,
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      bound = typeof address === "object" && address !== null ? address.port : port;
      done({
        port: bound,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
