import { z } from "zod";
import { failure } from "./failures.ts";
import { stamp, uuidOf } from "./ids.ts";
import { listPage } from "./lists.ts";

const ORIGINS = ["bounce", "complaint", "manual"] as const;

export const suppressionSeed = z.strictObject({
  id: z.guid(),
  email: z.string(),
  origin: z.enum(ORIGINS),
  /** The e-mail that bounced or was complained about. */
  source_id: z.guid().nullable(),
  created_at: z.string(),
});

export type Suppression = z.output<typeof suppressionSeed>;

const normal = (email: string) => email.trim().toLowerCase();

/** The addresses that Resend sends nothing to. */
export function createSuppressions() {
  const byEmail = new Map<string, Suppression>();
  let added = 0;

  const find = (idOrEmail: string) =>
    byEmail.get(normal(idOrEmail)) ?? [...byEmail.values()].find(({ id }) => id === idOrEmail);
  const notFound = () => failure("not_found", "Suppression not found");

  return {
    has: (email: string) => byEmail.has(normal(email)),
    /** An address that is listed already stays as it is. */
    add(email: string, origin: Suppression["origin"], sourceId: string | null, at: Date) {
      const known = byEmail.get(normal(email));
      if (known !== undefined) return known;
      added += 1;
      const suppression = {
        id: uuidOf(`suppression ${added} ${normal(email)}`),
        email: normal(email),
        origin,
        source_id: sourceId,
        created_at: stamp(at),
      };
      byEmail.set(suppression.email, suppression);
      return suppression;
    },
    list(url: URL): Response {
      const origin = url.searchParams.get("origin");
      if (origin !== null && !ORIGINS.some((one) => one === origin)) {
        return failure("validation_error", "The `origin` must be bounce, complaint or manual.");
      }
      const newestFirst = [...byEmail.values()]
        .filter((one) => origin === null || one.origin === origin)
        .reverse();
      return listPage(url, newestFirst, (one) => one);
    },
    get(idOrEmail: string): Response {
      const found = find(idOrEmail);
      return found === undefined ? notFound() : Response.json({ object: "suppression", ...found });
    },
    remove(idOrEmail: string): Response {
      const found = find(idOrEmail);
      if (found === undefined) return notFound();
      byEmail.delete(found.email);
      return Response.json({ object: "suppression", id: found.id, deleted: true });
    },
    reset() {
      byEmail.clear();
      added = 0;
    },
    state: () => [...byEmail.values()],
    seed(suppressions: Suppression[]) {
      for (const one of suppressions) {
        byEmail.set(normal(one.email), { ...one, email: normal(one.email) });
      }
    },
  };
}
