import type { Step } from "../../../display/StorySection";
import type { Formats } from "../../../i18n/formats";
import type { ApprovalRequest } from "../approval";
import { decidedWords, ranAlone } from "./decidedWords";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** A request as a story: asked, perhaps the glass, decided. */
export function requestStory(request: ApprovalRequest, t: Translate, f: Formats): Step[] {
  const steps: Step[] = [
    {
      key: "asked",
      state: "done",
      title: t("approval.story.asked"),
      detail: t("approval.story.asked_detail", {
        who: request.requested_by_email,
        at: f.dateTime(request.requested_at),
      }),
      at: request.requested_at,
    },
  ];
  if (request.glass_broken_at) {
    steps.push({
      key: "glass",
      state: "doubtful",
      title: t("approval.story.glass"),
      detail: request.glass_broken_because ?? "",
      at: request.glass_broken_at,
    });
  }
  steps.push(decided(request, t, f));
  return steps;
}

function decided(request: ApprovalRequest, t: Translate, f: Formats): Step {
  const { status } = request;
  if (status === "pending") {
    return {
      key: "decided",
      state: "later",
      title: t("approval.story.waiting"),
      detail: t("approval.until", { at: f.dateTime(request.expires_at) }),
      at: null,
    };
  }
  return {
    key: "decided",
    state: status === "approved" ? (ranAlone(request) ? "doubtful" : "done") : "failed",
    title: t(`status.approval.${status}`),
    detail: decidedWords(request, t, f),
    at: request.decided_at ?? request.expires_at,
  };
}
