import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { PlanChip } from "../../../display/PlanChip";
import { useFormat } from "../../../i18n/useFormat";
import type { UserOverview } from "../overview";
import { ACCESS_ANCHOR } from "./AccessLadder";
import { AnswerCell } from "./AnswerCell";
import { ruleWords } from "./ruleWords";

export function PlanCell({ overview }: { overview: UserOverview }) {
  const t = useTranslate();
  const format = useFormat();
  const { title, body } = ruleWords(overview, t, format);
  const showRule = () => {
    const ladder = document.getElementById(ACCESS_ANCHOR);
    ladder?.scrollIntoView({ block: "center" });
    ladder?.focus({ preventScroll: true });
  };
  return (
    <AnswerCell
      order={2}
      label={t("user.why.label")}
      title={
        <>
          <PlanChip plan={overview.access.plan} />
          <span>{title}</span>
        </>
      }
    >
      {body}{" "}
      <Link component="button" onClick={showRule} sx={{ verticalAlign: "baseline" }}>
        {t("user.why.rule")}
      </Link>
    </AnswerCell>
  );
}
