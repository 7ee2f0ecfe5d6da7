import ExpandMore from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { RunLink } from "../../../actions/RunLink";
import { FactRow } from "../../../display/FactRow";
import { PlanChip } from "../../../display/PlanChip";
import { Section } from "../../../display/Section";
import { shortened } from "../../../display/shortened";
import { useFormat } from "../../../i18n/useFormat";
import { useMe } from "../../../layout/useMe";
import { may } from "../../../providers/me";
import type { AccessStep, UserOverview } from "../overview";
import { AccessHistory } from "./AccessHistory";
import { statusWords } from "./ruleWords";

export const ACCESS_ANCHOR = "access-rule";

/** The sources of access in order of precedence, the one that decides marked; below, what should agree. */
export function AccessLadder({ access, user }: Pick<UserOverview, "access" | "user">) {
  const t = useTranslate();
  const { data: me } = useMe();
  const [unfolded, setUnfolded] = useState(false);
  const { mirror } = access;
  const premium =
    mirror.is_premium === null ? t("user.facts.mirror_absent") : String(mirror.is_premium);
  return (
    <div id={ACCESS_ANCHOR} tabIndex={-1}>
      <Section flush title={t("user.facts.access")} aside={<PlanChip plan={access.plan} />}>
        {access.ladder.map((step, index) => (
          <Row key={step.source} first={index === 0}>
            <FactRow
              label={
                <>
                  <Box component="span" sx={{ mr: 1, fontVariantNumeric: "tabular-nums" }}>
                    {index + 1}
                  </Box>
                  {t(`user.facts.source.${step.source}`)}
                </>
              }
              aside={
                step.decides ? <Chip variant="accent" label={t("user.facts.decides")} /> : null
              }
            >
              <StepValue step={step} />
            </FactRow>
          </Row>
        ))}
        <Typography
          variant="caption"
          component="p"
          sx={{ m: 0, px: 2, pt: 1, borderTop: 1, borderColor: "divider", color: "text.muted" }}
        >
          {t("user.why.highest")}{" "}
          {me && may(me, "access_rule", "read") ? (
            <Link component={RouterLink} underline="always" to="/access_rule">
              {t("user.history.rule")}
            </Link>
          ) : null}
        </Typography>
        <Typography
          variant="caption"
          component="p"
          sx={{ m: 0, px: 2, pt: 1, fontWeight: 500, color: "text.secondary" }}
        >
          {t("user.facts.compare")}
        </Typography>
        <Row first>
          <FactRow
            label={t("user.facts.mirror")}
            aside={mirror.agrees ? null : <Chip variant="error" label={t("user.facts.gap")} />}
          >
            <Typography variant="mono">
              {t("user.facts.mirror_value", {
                plan: mirror.subscription_plan ?? t("user.facts.mirror_absent"),
                premium,
              })}
            </Typography>
          </FactRow>
        </Row>
        <Box sx={{ borderTop: 1, borderColor: "divider", px: 1, py: 0.5 }}>
          <Button
            variant="text"
            size="small"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
            endIcon={<ExpandMore sx={{ transform: unfolded ? "rotate(180deg)" : "none" }} />}
          >
            {t("user.history.title")}
          </Button>
        </Box>
        {unfolded ? <AccessHistory userId={user.id} /> : null}
      </Section>
    </div>
  );
}

function Row({ first, children }: { first: boolean; children: React.ReactNode }) {
  return (
    <Box sx={{ px: 2, py: 0.625, borderTop: first ? 0 : 1, borderColor: "divider" }}>
      {children}
    </Box>
  );
}

function StepValue({ step }: { step: AccessStep }) {
  const t = useTranslate();
  const format = useFormat();
  const { detail, source } = step;
  if (source === "default") return <Strong when={step.decides}>{t("display.plan.free")}</Strong>;
  if (!step.plan) {
    return t(source === "grant" ? "user.facts.no_grant" : "user.facts.no_subscription");
  }
  const plan = t(`display.plan.${step.plan}`);
  const status = statusWords(step, t);
  if (detail?.gives_access === false) {
    return (
      <Box component="span" sx={{ color: "text.muted" }}>
        {t("user.facts.closed", { plan, status })}
      </Box>
    );
  }
  const end = typeof detail?.ends_at === "string" ? detail.ends_at : null;
  const runId = typeof detail?.run_id === "string" ? detail.run_id : null;
  return (
    <>
      <Strong when={step.decides}>{status ? `${plan}, ${status}` : plan}</Strong>
      <Typography variant="caption" component="div" sx={{ color: "text.muted" }}>
        {runId && step.code ? (
          <RunLink id={runId} code={step.code} />
        ) : (
          shortened(step.code ?? "", 16)
        )}
        {end ? ` · ${t("user.facts.until", { date: format.dateTime(end) })}` : null}
      </Typography>
    </>
  );
}

function Strong({ when, children }: { when: boolean; children: string }) {
  return <span style={{ fontWeight: when ? 600 : 400 }}>{children}</span>;
}
