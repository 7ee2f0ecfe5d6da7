type Answer = (request: Request) => Promise<Response>;

/** What is said when arguments cannot be handed over: too many or too deep, or an object for a text, a date, a flag. */
const NOT_HANDED_OVER =
  /^(TypeError \[ERR_INVALID_ARG_TYPE\]|TypeError: Cannot (convert object to primitive value|use 'in' operator)|RangeError: (Invalid time value|Maximum call stack size exceeded)|Error: Invalid input for \w+ type|\w*error: cannot pass more than 100 arguments)/i;

/**
 * A hosted Data API refuses with 400 what it cannot turn into arguments; Lite answers 500, as if
 * something had failed. This stands before Lite and answers as a hosted one does.
 */
export function refuseOddArguments(answer: Answer): Answer {
  return async (request) => {
    const response = await answer(request);
    if (response.status !== 500) return response;
    const body = (await response
      .clone()
      .json()
      .catch(() => null)) as { code?: string; message?: string } | null;
    if (body?.code !== "SUP" || !NOT_HANDED_OVER.test(body.message ?? "")) return response;
    const headers = new Headers(response.headers);
    headers.delete("content-length");
    return Response.json({ ...body, code: "PGRST102" }, { status: 400, headers });
  };
}
