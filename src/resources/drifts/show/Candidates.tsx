import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Section } from "../../../display/Section";
import { CustomerFact } from "../../CustomerFact";
import type { Drift } from "../drift";

/** The accounts of ours who could be meant, each with what says so. */
export function Candidates({ drift: { candidates } }: { drift: Drift }) {
  const t = useTranslate();
  if (!candidates || candidates.length === 0) return null;
  return (
    <Section title={t("drifts.candidates.title", { smart_count: candidates.length })}>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
        {candidates.map(({ user_id, email, by }) => (
          <Box
            component="li"
            key={user_id}
            sx={{
              display: "grid",
              gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) minmax(0, 1fr)" },
              columnGap: 2,
              overflowWrap: "anywhere",
            }}
          >
            <CustomerFact id={user_id} email={email} />
            <Typography component="span" variant="body2" sx={{ color: "text.secondary" }}>
              {by.map((word) => t(`drifts.candidates.by.${word}`)).join(", ")}
            </Typography>
          </Box>
        ))}
      </Box>
    </Section>
  );
}
