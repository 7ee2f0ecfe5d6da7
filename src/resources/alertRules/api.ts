import { rpc } from "../../actions/api";
import type { RuleFields } from "./alertRule";

/** Changes a rule, or adds one when id is null. Throws ActionFailure. */
export const saveRule = (id: number | null, fields: RuleFields, reason: string) =>
  rpc("save_alert_rule", { id, fields, reason });

/** Removes a rule; its alerts stay. Throws ActionFailure. */
export const deleteRule = (id: number, reason: string) => rpc("delete_alert_rule", { id, reason });

/** Lets a rule watch without a word for so many minutes; 0 ends it. Throws ActionFailure. */
export const muteRule = (id: number, minutes: number, reason: string) =>
  rpc("mute_alert_rule", { id, minutes, reason });

/** Sends a message marked as a test the way an alert would go; gives its number. Throws ActionFailure. */
export async function testRule(id: number): Promise<number> {
  const { notice_id } = (await rpc("test_alert_rule", { id })) as { notice_id: number };
  return notice_id;
}
