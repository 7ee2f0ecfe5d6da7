export type ErrorFacts = { status: number | null; requestId: string | null };

/** What can be told of an error, whatever threw it. No status: the server was not reached. */
export function errorFacts(error: unknown): ErrorFacts {
  const found = (error ?? {}) as { status?: unknown; requestId?: unknown };
  return {
    status: typeof found.status === "number" && found.status > 0 ? found.status : null,
    requestId: typeof found.requestId === "string" ? found.requestId : null,
  };
}

/** The i18n key of the sentence that says what happened. */
export function errorSentence({ status }: ErrorFacts): string {
  if (status === null) return "display.error.network";
  if (status === 403) return "display.error.forbidden";
  return "display.error.status";
}
