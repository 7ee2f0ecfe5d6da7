import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import RadioButtonUnchecked from "@mui/icons-material/RadioButtonUnchecked";
import Timelapse from "@mui/icons-material/Timelapse";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import type { Run } from "../run";
import { type Step, storyOf } from "./story";

const looks = {
  done: { Icon: CheckCircle, color: "success.main" },
  moving: { Icon: Timelapse, color: "primary.main" },
  doubtful: { Icon: Warning, color: "warning.main" },
  failed: { Icon: Cancel, color: "error.main" },
  later: { Icon: RadioButtonUnchecked, color: "text.muted" },
} satisfies Record<Step["state"], unknown>;

/** Each step with its time. */
export function Story({ run }: { run: Run }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Section title={t("run.story.title")}>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.25 }}>
        {storyOf(run, t, format).map(({ key, state, title, detail, at }) => {
          const { Icon, color } = looks[state];
          return (
            <Box
              component="li"
              key={key}
              sx={{
                display: "grid",
                gridTemplateColumns: "16px minmax(0, 1fr) auto",
                columnGap: 1.25,
              }}
            >
              <Icon sx={{ fontSize: 16, mt: "2px", color }} />
              <div>
                <Typography variant="body2">{title}</Typography>
                <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
                  {detail}
                </Typography>
              </div>
              <Typography
                variant="caption"
                sx={{ color: "text.muted", fontVariantNumeric: "tabular-nums", pt: "2px" }}
              >
                {at ? format.timeSeconds(at) : t("run.story.later")}
              </Typography>
            </Box>
          );
        })}
      </Box>
    </Section>
  );
}
