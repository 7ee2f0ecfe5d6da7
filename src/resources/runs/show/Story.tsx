import { useTranslate } from "react-admin";
import { StorySection } from "../../../display/StorySection";
import { useFormat } from "../../../i18n/useFormat";
import type { Run } from "../run";
import { storyOf } from "./story";

/** Each step of a run with its time. */
export function Story({ run }: { run: Run }) {
  const t = useTranslate();
  const format = useFormat();
  return <StorySection title={t("run.story.title")} steps={storyOf(run, t, format)} />;
}
