import Cancel from "@mui/icons-material/Cancel";
import CheckCircleOutlined from "@mui/icons-material/CheckCircleOutlined";
import InfoOutlined from "@mui/icons-material/InfoOutlined";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { insideSentence } from "../../../i18n/insideSentence";
import { useFormat } from "../../../i18n/useFormat";
import { driftPath } from "../../drifts/drift";
import type { UserOverview } from "../overview";
import { AnswerCell } from "./AnswerCell";
import { type Problem, problemsOf } from "./problems";
import { problemWords } from "./problemWords";

const looks = {
  broken: { Icon: Cancel, color: "error.main", tint: "error.tint" },
  attention: { Icon: Warning, color: "warning.main", tint: "warning.tint" },
  fact: { Icon: InfoOutlined, color: "text.secondary", tint: undefined },
} satisfies Record<Problem["tone"], unknown>;

/** What is wrong now, the worst in full; or that there is nothing, and when that was checked. */
export function ProblemCell({ overview }: { overview: UserOverview }) {
  const t = useTranslate();
  const format = useFormat();
  const [worst, ...others] = problemsOf(overview);
  if (!worst) {
    return (
      <AnswerCell
        order={1}
        label={t("user.wrong.label")}
        title={
          <>
            <CheckCircleOutlined sx={{ fontSize: 16, color: "text.muted" }} />
            <span>{t("user.wrong.nothing")}</span>
          </>
        }
      >
        {t("user.wrong.checked", { time: format.time(overview.server_now) })}
      </AnswerCell>
    );
  }
  const { Icon, color, tint } = looks[worst.tone];
  const words = problemWords(worst, overview, t, format);
  const titles = others.map((problem) =>
    insideSentence(problemWords(problem, overview, t, format).title),
  );
  return (
    <AnswerCell
      order={1}
      tint={tint}
      label={t("user.wrong.label")}
      title={
        <>
          <Icon sx={{ fontSize: 16, color }} />
          <Box component="span" sx={{ color: worst.tone === "fact" ? "text.primary" : color }}>
            {words.title}
          </Box>
        </>
      }
    >
      {words.body}{" "}
      {worst.drift ? (
        <Link component={RouterLink} underline="always" to={driftPath(worst.drift)}>
          {t("user.wrong.see_drift")}
        </Link>
      ) : null}
      {titles.length > 0 ? <div>{t("user.wrong.also", { titles: titles.join(", ") })}</div> : null}
    </AnswerCell>
  );
}
