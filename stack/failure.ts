/** A reason not to start that the person at the keyboard can mend: one sentence, no stack trace. */
export class StackFailure extends Error {
  override name = "StackFailure";
}

/** The system's code of an error (EADDRINUSE, EACCES …), when it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
