import { Money } from "../../display/Money";
import type { WebhookEvent } from "./webhookEvent";

type Props = Pick<WebhookEvent, "amount_cents" | "currency">;

/** What an event is worth; another currency than the euro says so. */
export function EventAmount({ amount_cents, currency }: Props) {
  if (amount_cents === null) return null;
  if (currency === "eur") return <Money cents={amount_cents} />;
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      {amount_cents / 100} {currency?.toUpperCase()}
    </span>
  );
}
