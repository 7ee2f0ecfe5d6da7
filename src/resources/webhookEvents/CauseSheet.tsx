import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { useListContext, useTranslate } from "react-admin";
import { StartActionButton } from "../../actions/StartActionButton";
import { FoldedSection } from "../../display/FoldedSection";
import { GroupLine } from "../../display/GroupLine";
import { Money } from "../../display/Money";
import { useFormat } from "../../i18n/useFormat";
import { useWebhookCauses } from "./useWebhooks";
import type { WebhookCauseGroup } from "./webhookEvent";

/** Nothing can be sent again on behalf of nobody. */
const isReplayable = ({ cause }: WebhookCauseGroup) => cause !== "unknown_user";

/** What failed, in one line; unfolded, by its likely cause: how many, since when, what to do first, and the action. */
export function CauseSheet() {
  const translate = useTranslate();
  const format = useFormat();
  const { data: groups } = useWebhookCauses();
  const first = groups?.find(isReplayable);
  const words = (key: string, count: number) =>
    translate(`webhooks.group.${key}`, { smart_count: count, count: format.number(count) });
  const failed = groups?.reduce((sum, { number }) => sum + number, 0) ?? 0;
  const counted = [words("events", failed), words("causes", groups?.length ?? 0)].join(" · ");
  return (
    <FoldedSection
      title={translate("webhooks.causes")}
      summary={groups && (failed > 0 ? counted : null)}
      nothing={translate("webhooks.no_failure")}
    >
      {groups?.map((group) => (
        <Group key={group.id} group={group} recommended={group === first} />
      ))}
    </FoldedSection>
  );
}

function Group({ group, recommended }: { group: WebhookCauseGroup; recommended: boolean }) {
  const translate = useTranslate();
  const format = useFormat();
  const { setFilters } = useListContext();
  const { id, cause, number, customers, since, amount_cents, old } = group;
  // Today the hour says enough.
  const today = format.daysUntil(since, Date.now()) === 0;
  const sinceWords = (what: "since" | "replay") =>
    translate(`webhooks.group.${what}_${today ? "time" : "date"}`, {
      at: today ? format.time(since) : format.date(since),
    });
  const counted = { smart_count: number, count: format.number(number) };
  return (
    <GroupLine
      title={translate(`webhooks.cause.${id}.title`)}
      facts={
        <>
          {translate("webhooks.group.events", counted)}
          {customers > 0
            ? `, ${translate("webhooks.group.customers", {
                smart_count: customers,
                count: format.number(customers),
              })}`
            : null}
          {amount_cents > 0 ? (
            <>
              {", "}
              <Money cents={amount_cents} />
            </>
          ) : null}
          {" · "}
          {sinceWords("since")}
        </>
      }
      advice={
        <>
          {translate(`webhooks.cause.${id}.advice`)}
          {old > 0
            ? ` ${translate("webhooks.group.old", { smart_count: old, count: format.number(old) })}`
            : null}
        </>
      }
    >
      {cause === null ? null : (
        <Button onClick={() => setFilters({ status: "failed", cause })}>
          {translate("webhooks.group.show", counted)}
        </Button>
      )}
      {isReplayable(group) ? (
        <StartActionButton
          action="replay-webhooks"
          values={{ since: new Date(since).toISOString() }}
          recommended={recommended}
        >
          {sinceWords("replay")}
        </StartActionButton>
      ) : null}
      {cause === "endpoint_disabled" ? (
        <Link
          href="https://dashboard.stripe.com/webhooks"
          target="_blank"
          rel="noopener noreferrer"
          sx={{ alignSelf: "center" }}
        >
          {translate("webhooks.endpoint.open")}
        </Link>
      ) : null}
    </GroupLine>
  );
}
