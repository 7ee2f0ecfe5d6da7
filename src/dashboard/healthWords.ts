import { sinceWords } from "../metrics/metricWords";
import type { ServiceHealth } from "./home";
import type { Speech } from "./todo";

const numberIn = (detail: Record<string, unknown>, key: string) =>
  typeof detail[key] === "number" ? detail[key] : null;

/** What is known of a service, in a few words: what is wrong, else how fast it answers, else since when nobody knows. */
export function healthWords(service: ServiceHealth, { t, f, now }: Speech): string {
  const { status, code, detail, latency_ms, checked_at } = service;
  if (status === "unknown") {
    if (code === "not_configured") return t("home.health.no_key");
    return checked_at
      ? t("home.health.silent", { at: sinceWords(checked_at, now, t, f) })
      : t("home.health.never");
  }
  if (code) {
    const failed = numberIn(detail, "failed");
    return t(`home.health.code.${code}`, {
      _: code,
      status: String(detail.status ?? ""),
      domains: Array.isArray(detail.domains) ? detail.domains.join(", ") : "",
      failed: failed === null ? "" : f.number(failed),
      total: f.number(numberIn(detail, "total") ?? 0),
    });
  }
  if (service.service === "vercel" && typeof detail.at === "string") {
    return t("home.health.deployed", { at: sinceWords(detail.at, now, t, f) });
  }
  if (service.service === "stripe" && numberIn(detail, "total") !== null) {
    return t("home.health.deliveries", {
      failed: f.number(numberIn(detail, "failed") ?? 0),
      total: f.number(numberIn(detail, "total") ?? 0),
    });
  }
  return latency_ms === null
    ? t("home.health.answers")
    : t(`home.health.latency.${service.service}`, {
        _: t("home.health.latency.other", { ms: f.number(latency_ms) }),
        ms: f.number(latency_ms),
      });
}
