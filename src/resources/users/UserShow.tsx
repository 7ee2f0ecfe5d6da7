import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import { useMemo } from "react";
import { useCreatePath, useTranslate } from "react-admin";
import { Link, useParams, useSearchParams } from "react-router";
import { ActionHost } from "../../actions/ActionHost";
import type { ActionTarget } from "../../actions/definition";
import { integrationTarget } from "../../actions/targets";
import { EmptyState } from "../../display/EmptyState";
import { ErrorState } from "../../display/ErrorState";
import { StaleBanner } from "../../display/StaleBanner";
import { PageHead } from "../../layout/PageHead";
import type { UserOverview } from "./overview";
import { AccessLadder } from "./show/AccessLadder";
import { IntegrationsCard } from "./show/IntegrationsCard";
import { LastEmailsCard } from "./show/LastEmailsCard";
import { PlanCell } from "./show/PlanCell";
import { ProblemCell } from "./show/ProblemCell";
import { QuotaCard } from "./show/QuotaCard";
import { StripeCard } from "./show/StripeCard";
import { recommendedAction } from "./show/suggestedActions";
import { TabPanel } from "./show/TabPanel";
import { Timeline } from "./show/Timeline";
import { tabsOf } from "./show/tabs";
import { RecommendedBar, UserActions } from "./show/UserActions";
import { UserHeader } from "./show/UserHeader";
import { UserSkeleton } from "./show/UserSkeleton";
import { UserTabs } from "./show/UserTabs";
import { useOverview } from "./show/useOverview";
import { WhoCell } from "./show/WhoCell";

/** A customer: the three answers of a phone call, what one can do, then story and facts. */
export default function UserShow() {
  const t = useTranslate();
  const { id = "" } = useParams();
  const { data, error, unknown, dataUpdatedAt, refetch } = useOverview(id);

  if (unknown) return <UnknownUser id={id} />;
  if (!data) {
    return error ? (
      <Paper>
        <ErrorState error={error} title={t("user.failed")} onRetry={() => void refetch()} />
      </Paper>
    ) : (
      <UserSkeleton />
    );
  }
  return (
    <>
      {error ? <StaleBanner at={dataUpdatedAt} onRetry={() => void refetch()} /> : null}
      <UserPage key={id} overview={data} readAt={dataUpdatedAt} />
    </>
  );
}

function UserPage({ overview, readAt }: { overview: UserOverview; readAt: number }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  const [params, setParams] = useSearchParams();
  const { user, guards, counts } = overview;
  const target = useMemo(
    () => ({ kind: "user" as const, id: user.id, label: user.email, name: user.name }),
    [user.id, user.email, user.name],
  );
  // A customer is also an address, which test e-mails and suppressions are about.
  const targets = useMemo(
    () => [
      target,
      { kind: "address" as const, id: target.label, label: target.label, name: null },
      ...overview.integrations.map((row) => targetOf(row, target)),
    ],
    [target, overview.integrations],
  );
  const tabs = tabsOf(counts);
  const tab = tabs.find(({ name }) => name === params.get("tab"));
  const openTab = (name: string | null) =>
    setParams((current) => {
      const next = new URLSearchParams(current);
      if (name) next.set("tab", name);
      else next.delete("tab");
      return next;
    });

  return (
    <ActionHost resource="users" targets={targets} guards={guards}>
      <PageHead
        hideTitle
        title={user.email}
        crumbs={[
          {
            label: t("resources.users.name", { smart_count: 2 }),
            to: createPath({ resource: "users", type: "list" }),
          },
        ]}
      />
      <Paper sx={{ overflow: "hidden" }}>
        <UserHeader overview={overview} readAt={readAt} />
        <Box
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "1fr", md: "5fr 7.5fr 7.5fr" },
            borderTop: { md: 1 },
            "&&": { borderColor: "divider" },
          }}
        >
          <WhoCell overview={overview} />
          <PlanCell overview={overview} />
          <ProblemCell overview={overview} />
        </Box>
        <UserActions overview={overview} target={target} />
      </Paper>
      <UserTabs tabs={tabs} current={tab?.name ?? null} onChange={openTab} />
      {tab ? (
        <TabPanel key={tab.name} tab={tab} userId={user.id} />
      ) : (
        <Overview overview={overview} />
      )}
      <RecommendedBar overview={overview} target={target} />
    </ActionHost>
  );
}

/** An integration of the customer, as its actions know it. */
function targetOf(
  { id, provider }: UserOverview["integrations"][number],
  { id: user_id, label: user_email }: ActionTarget,
): ActionTarget {
  return { kind: "integration", ...integrationTarget(id, { user_id, user_email, provider }) };
}

/** Timeline left, facts right; on a narrow screen the facts come first. */
function Overview({ overview }: { overview: UserOverview }) {
  const { user, counts } = overview;
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 400px" },
        // Room for the bar at the bottom edge.
        pb: { xs: recommendedAction(overview) ? 9 : 0, sm: 0 },
      }}
    >
      <Box sx={{ order: { xs: 2, lg: 1 } }}>
        <Timeline userId={user.id} since={user.created_at} />
      </Box>
      <Box sx={{ order: { xs: 1, lg: 2 }, display: "grid", gap: 2 }}>
        <AccessLadder access={overview.access} user={user} />
        <QuotaCard quota={overview.quota} />
        <StripeCard subscription={overview.subscription} customerId={user.stripe_customer_id} />
        <IntegrationsCard integrations={overview.integrations} />
        <LastEmailsCard emails={overview.last_emails} count={counts.emails} user={user} />
      </Box>
    </Box>
  );
}

function UnknownUser({ id }: { id: string }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  return (
    <Paper sx={{ py: 4 }}>
      <EmptyState
        title={t("user.unknown.title")}
        detail={t("user.unknown.detail", { id })}
        action={
          <Button component={Link} to={createPath({ resource: "users", type: "list" })}>
            {t("user.unknown.back")}
          </Button>
        }
      />
    </Paper>
  );
}
