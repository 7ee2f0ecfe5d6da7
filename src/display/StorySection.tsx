import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import RadioButtonUnchecked from "@mui/icons-material/RadioButtonUnchecked";
import Timelapse from "@mui/icons-material/Timelapse";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { Section } from "./Section";

export type Step = {
  key: string;
  state: "done" | "moving" | "doubtful" | "failed" | "later";
  title: string;
  detail: string;
  /** Null: not yet. */
  at: string | null;
};

const looks = {
  done: { Icon: CheckCircle, color: "success.main" },
  moving: { Icon: Timelapse, color: "primary.main" },
  doubtful: { Icon: Warning, color: "warning.main" },
  failed: { Icon: Cancel, color: "error.main" },
  later: { Icon: RadioButtonUnchecked, color: "text.muted" },
} satisfies Record<Step["state"], unknown>;

/** What happened, step by step, each with its time. */
export function StorySection({ title, steps }: { title: string; steps: readonly Step[] }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Section title={title}>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.25 }}>
        {steps.map(({ key, state, title, detail, at }) => {
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
