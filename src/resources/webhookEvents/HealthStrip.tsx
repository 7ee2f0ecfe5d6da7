import { useTranslate } from "react-admin";
import { FactCell, FactStrip } from "../../display/FactStrip";
import { RelativeTime } from "../../display/RelativeTime";
import { useFormat } from "../../i18n/useFormat";
import { useWebhookHealth } from "./useWebhooks";
import type { WebhookHealth } from "./webhookEvent";

/** Past its limit, how fresh, and whether Stripe sends at all: one line of facts above the list. */
export function HealthStrip() {
  const { data, error } = useWebhookHealth();
  if (error && !data) return null;
  return (
    <FactStrip cells={3}>
      {data ? (
        <>
          <Rate {...data} />
          <Freshness {...data} />
          <Endpoint {...data} />
        </>
      ) : null}
    </FactStrip>
  );
}

function Rate({ window_hours, threshold_percent, total, failed, failure_percent }: WebhookHealth) {
  const translate = useTranslate();
  const format = useFormat();
  const limit = format.percent(threshold_percent / 100);
  const label = translate("webhooks.rate.label", { hours: window_hours });
  if (failure_percent === null) {
    return (
      <FactCell label={label} tone="unknown" value="–">
        {translate("webhooks.rate.none", { limit })}
      </FactCell>
    );
  }
  const broken = failure_percent > threshold_percent;
  return (
    <FactCell
      label={label}
      tone={broken ? "broken" : "good"}
      value={format.percent(failure_percent / 100)}
    >
      {translate(broken ? "webhooks.rate.over" : "webhooks.rate.under", {
        failed: format.number(failed),
        total: format.number(total),
        limit,
      })}
    </FactCell>
  );
}

function Freshness({ synced_at, sync_failure }: WebhookHealth) {
  const translate = useTranslate();
  return (
    <FactCell
      label={translate("webhooks.sync.label")}
      tone={sync_failure ? "attention" : synced_at ? "good" : "unknown"}
      value={synced_at ? <RelativeTime at={synced_at} /> : translate("webhooks.sync.never")}
    >
      {sync_failure
        ? translate(`webhooks.sync.failure.${sync_failure.kind}`, {
            _: translate("webhooks.sync.failure.other"),
          })
        : translate("webhooks.sync.every")}
    </FactCell>
  );
}

function Endpoint({ endpoint_enabled }: WebhookHealth) {
  const translate = useTranslate();
  const state = endpoint_enabled === null ? "unknown" : endpoint_enabled ? "on" : "off";
  return (
    <FactCell
      label={translate("webhooks.endpoint.label")}
      tone={state === "on" ? "good" : state === "off" ? "broken" : "unknown"}
      value={translate(`webhooks.endpoint.${state}`)}
    >
      {translate(`webhooks.endpoint.${state}_detail`)}
    </FactCell>
  );
}
