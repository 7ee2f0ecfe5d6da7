import OpenInNewOutlined from "@mui/icons-material/OpenInNewOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { Section } from "../../display/Section";
import type { Playbook } from "./incident";
import { PLAYBOOK_STEPS, type PlaybookStep } from "./playbooks";

/** The runbook's way for this kind of incident: prose at the left, the way to do it at the right. */
export function PlaybookSection({ playbook }: { playbook: Playbook }) {
  const t = useTranslate();
  return (
    <Box id="playbook" sx={{ scrollMarginTop: 64 }}>
      <Section
        title={t("incidents.playbook.title", { name: t(`incidents.playbook.${playbook}.name`) })}
        note={t(`incidents.playbook.${playbook}.symptom`)}
        flush
      >
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
          {PLAYBOOK_STEPS[playbook].map((step, index) => (
            <Step key={step.key} playbook={playbook} step={step} number={index + 1} />
          ))}
        </Box>
      </Section>
    </Box>
  );
}

/** On a phone the way stands under the prose, not under its number. */
const underProse = { ml: { xs: 3.5, sm: 0 } };

type StepProps = { playbook: Playbook; step: PlaybookStep; number: number };

function Step({ playbook, step: { key, to }, number }: StepProps) {
  const t = useTranslate();
  const outside = to?.startsWith("https://");
  const words = t(`incidents.playbook.${playbook}.${key}.do`, { _: "" });
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        gap: 1.5,
        px: 2,
        py: 1.25,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Typography variant="body2" sx={{ color: "text.muted", width: 16 }}>
        {number}
      </Typography>
      <Typography sx={{ flex: "1 1 260px", maxWidth: 600, fontSize: 14, lineHeight: "22px" }}>
        {t(`incidents.playbook.${playbook}.${key}.prose`)}
      </Typography>
      {to && outside ? (
        <Button
          component="a"
          href={to}
          target="_blank"
          rel="noopener noreferrer"
          endIcon={<OpenInNewOutlined sx={{ fontSize: 14 }} />}
          sx={underProse}
        >
          {words}
        </Button>
      ) : to ? (
        <Button component={Link} to={to} sx={underProse}>
          {words}
        </Button>
      ) : null}
    </Box>
  );
}
