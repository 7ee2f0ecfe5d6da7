import { z } from "zod";

export const keptAnswers = z.record(
  z.string(),
  z.strictObject({
    /** What was asked: the same key may not ask for something else. */
    print: z.string(),
    status: z.int(),
    headers: z.tuple([z.string(), z.string()]).array(),
    body: z.string(),
  }),
);

type Kept = z.output<typeof keptAnswers>;

/** Remembers the successful answers to idempotent requests and gives them again. */
export function createReplays() {
  const kept = new Map<string, Kept[string]>();
  const running = new Set<string>();

  return {
    /**
     * The same key with the same request gives the first answer, marked by `replayed`; with another
     * request it gives `reused`, and while the first still runs, `busy`. Without a key it just runs.
     */
    async answer(
      { key, print }: { key: string | null; print: string },
      run: () => Promise<Response> | Response,
      {
        replayed,
        reused,
        busy,
      }: { replayed(response: Response): void; reused(): Response; busy(): Response },
    ): Promise<Response> {
      if (key === null) return run();
      const before = kept.get(key);
      if (before !== undefined) {
        if (before.print !== print) return reused();
        const again = new Response(before.body, before);
        replayed(again);
        return again;
      }
      if (running.has(key)) return busy();
      running.add(key);
      try {
        const response = await run();
        if (!response.ok) return response;
        const body = await response.text();
        kept.set(key, { print, status: response.status, headers: [...response.headers], body });
        return new Response(body, response);
      } finally {
        running.delete(key);
      }
    },
    reset: () => kept.clear(),
    state: (): Kept => Object.fromEntries(kept),
    seed: (answers: Kept) => {
      for (const [key, answer] of Object.entries(answers)) kept.set(key, answer);
    },
  };
}
