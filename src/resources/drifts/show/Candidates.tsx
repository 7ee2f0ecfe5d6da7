import { useTranslate } from "react-admin";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { CustomerFact } from "../../CustomerFact";
import type { Drift } from "../drift";

/** The accounts of ours who could be meant, each with what says so. */
export function Candidates({ drift: { candidates } }: { drift: Drift }) {
  const t = useTranslate();
  if (!candidates || candidates.length === 0) return null;
  return (
    <Section title={t("drifts.candidates.title", { smart_count: candidates.length })}>
      {candidates.map(({ user_id, email, by }) => (
        <FactRow
          key={user_id}
          label={t("drifts.candidates.account")}
          aside={by.map((word) => t(`drifts.candidates.by.${word}`)).join(", ")}
        >
          <CustomerFact id={user_id} email={email} />
        </FactRow>
      ))}
    </Section>
  );
}
