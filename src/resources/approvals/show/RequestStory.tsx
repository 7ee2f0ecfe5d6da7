import { useTranslate } from "react-admin";
import { StorySection } from "../../../display/StorySection";
import { useFormat } from "../../../i18n/useFormat";
import type { ApprovalRequest } from "../approval";
import { requestStory } from "./requestStory";

/** What happened to a request, step by step. */
export function RequestStory({ request }: { request: ApprovalRequest }) {
  const t = useTranslate();
  const format = useFormat();
  return <StorySection title={t("run.story.title")} steps={requestStory(request, t, format)} />;
}
