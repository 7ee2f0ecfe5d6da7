import { priceObject } from "./catalogue.ts";
import type { StripeCustomer, StripeEvent, StripeSubscription } from "./state.ts";

export const API_VERSION = "2026-10-28.endive";

export function customerObject(customer: StripeCustomer) {
  return {
    id: customer.id,
    object: "customer",
    address: null,
    balance: 0,
    created: customer.created,
    currency: "eur",
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: customer.email,
    invoice_prefix: customer.id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: customer.livemode,
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: ["fr-FR"],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

export const latestInvoice = ({ id, latest_invoice }: StripeSubscription) =>
  latest_invoice ?? id.replace(/^sub_/, "in_");

/** The periods are on the items: a subscription itself has none since 2025-03-31. */
export function subscriptionObject(
  subscription: StripeSubscription,
  customer: string | ReturnType<typeof customerObject>,
) {
  const { id, cancel_at, canceled_at, created } = subscription;
  const price = priceObject(subscription.price, subscription.livemode);
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: "classic" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at,
    cancel_at_period_end: cancel_at !== null && cancel_at === subscription.current_period_end,
    canceled_at,
    cancellation_details: {
      comment: null,
      feedback: null,
      reason: canceled_at === null ? null : "cancellation_requested",
    },
    collection_method: "charge_automatically",
    created,
    currency: "eur",
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: subscription.ended_at,
    invoice_settings: { account_tax_ids: null, issuer: { type: "self" } },
    items: {
      object: "list",
      data: [
        {
          id: id.replace(/^sub_/, "si_"),
          object: "subscription_item",
          billing_thresholds: null,
          created,
          current_period_end: subscription.current_period_end,
          current_period_start: subscription.current_period_start,
          current_trial: null,
          discounts: [],
          metadata: {},
          plan: planObject(price),
          price,
          quantity: 1,
          subscription: id,
          tax_rates: [],
        },
      ],
      has_more: false,
      total_count: 1,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: latestInvoice(subscription),
    livemode: subscription.livemode,
    managed_payments: null,
    metadata: subscription.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: subscription.pause_collection ?? null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: subscription.status,
    test_clock: null,
    transfer_data: null,
    trial_end: subscription.trial_end,
    trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    trial_start: subscription.trial_start,
  };
}

function planObject(price: ReturnType<typeof priceObject>) {
  return {
    id: price.id,
    object: "plan",
    active: true,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring.interval,
    interval_count: 1,
    livemode: price.livemode,
    metadata: price.metadata,
    meter: null,
    nickname: null,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}

export function eventObject(event: StripeEvent) {
  return {
    id: event.id,
    object: "event",
    ...(event.account === undefined ? {} : { account: event.account }),
    api_version: API_VERSION,
    created: event.created,
    data: {
      object: event.object,
      ...(event.previous_attributes === undefined
        ? {}
        : { previous_attributes: event.previous_attributes }),
    },
    livemode: event.livemode,
    pending_webhooks: event.pending.length,
    request: event.request,
    type: event.type,
  };
}
