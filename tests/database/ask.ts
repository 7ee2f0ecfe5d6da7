import type { ErrorAnswer } from "../../supabase/functions/_shared/contract.ts";
import { become, type Person, type Session } from "./session.ts";

export type Asked = {
  as: Person;
  call: string;
  args: Record<string, unknown>;
  /** SQL of the owner beforehand, in the same transaction. */
  given?: string;
};

type Answer = Partial<ErrorAnswer> & {
  run?: object | null;
  approval?: { rule: string; status: string };
};

type Details = {
  cause?: string;
  reason?: string;
  kind?: string;
  blockers?: { code: string }[];
  issues?: { path: (string | number)[]; code: string }[];
};

/** A refusal in a few words: its code, and what the details say in the first place. */
function inWords(status: number | string, code: string, details: Details = {}): string {
  const [blocker] = details.blockers ?? [];
  const [issue] = details.issues ?? [];
  const more = [
    details.cause,
    details.reason,
    details.kind,
    blocker?.code,
    issue && `${issue.path.join(".")}: ${issue.code}`,
  ];
  return [status, code, ...more.filter(Boolean)].join(" ");
}

/** What a function of schema backoffice answers, in words: that it did, why not, or what became of a request. Nothing of it stays. */
export async function ask(
  session: Session,
  { as, call, args, given = "" }: Asked,
): Promise<string> {
  const names = Object.keys(args);
  const values = names.map((name) => {
    const value = args[name];
    return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  });
  await session.query("begin");
  try {
    if (given !== "") await session.query(given);
    await become(session, as);
    // Signed in by nobody's name: a token of the project without a person.
    if (as === null) await session.query("select set_config('role', 'authenticated', true)");
    const [row] = await session.query<{ answer: Answer | null; status: string }>(
      `select a.answer, current_setting('response.status', true) as status
      from (select backoffice.${call}(${names.map((name, at) => `${name} => $${at + 1}`).join(", ")}) as answer offset 0) a`,
      values,
    );
    const error = row?.answer?.error;
    const { approval, run } = row?.answer ?? {};
    if (error === undefined)
      return approval && run === null ? `200 ${approval.status}: ${approval.rule}` : "200";
    return inWords(row?.status ?? "", error.code, error.details as Details);
  } catch (error) {
    const {
      code = "",
      message,
      detail,
    } = error as { code?: string; message: string; detail?: string };
    if (!code.startsWith("PT")) return `${code} ${message}`;
    return inWords(code.slice(2), message, detail ? (JSON.parse(detail) as Details) : {});
  } finally {
    await session.query("rollback");
  }
}
