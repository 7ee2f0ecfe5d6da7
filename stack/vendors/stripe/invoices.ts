import { priceObject } from "./catalogue.ts";
import { missing, StripeFailure } from "./failure.ts";
import { ListQuery, page } from "./lists.ts";
import type { StripeInvoice, StripeState } from "./state.ts";

/** The subscription of an invoice is below `parent`: the invoice itself has none since 2025-03-31. */
export function invoiceObject(invoice: StripeInvoice, state: StripeState) {
  const { id, amount_due, created, subscription, period_start, period_end } = invoice;
  const customer = state.customers.get(invoice.customer);
  const price = priceObject(invoice.price, invoice.livemode);
  const paid = invoice.status === "paid";
  return {
    id,
    object: "invoice",
    account_country: "FR",
    account_name: "Comptalyze",
    account_tax_ids: null,
    amount_due,
    amount_overpaid: 0,
    amount_paid: paid ? amount_due : 0,
    amount_remaining: paid ? 0 : amount_due,
    amount_shipping: 0,
    application: null,
    attempt_count: invoice.attempt_count,
    attempted: invoice.attempt_count > 0,
    auto_advance: invoice.status === "open",
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: null,
    billing_reason: invoice.billing_reason,
    collection_method: "charge_automatically",
    created,
    currency: "eur",
    custom_fields: null,
    customer: invoice.customer,
    customer_account: null,
    customer_address: null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: created,
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: {
      object: "list",
      data: [
        {
          id: id.replace(/^in_/, "il_"),
          object: "line_item",
          amount: amount_due,
          currency: "eur",
          description: null,
          discount_amounts: [],
          discountable: true,
          discounts: [],
          invoice: id,
          livemode: invoice.livemode,
          metadata: {},
          parent: {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: null,
              proration: false,
              proration_details: { credited_items: null },
              subscription,
              subscription_item: subscription.replace(/^sub_/, "si_"),
            },
            type: "subscription_item_details",
          },
          period: { end: period_end, start: period_start },
          pretax_credit_amounts: [],
          pricing: {
            price_details: { price: price.id, product: price.product },
            type: "price_details",
            unit_amount_decimal: price.unit_amount_decimal,
          },
          quantity: 1,
          subscription,
          subtotal: amount_due,
          taxes: [],
        },
      ],
      has_more: false,
      total_count: 1,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: invoice.livemode,
    metadata: {},
    next_payment_attempt: invoice.next_payment_attempt,
    number: `COMPTA-${id.slice(-8).toUpperCase()}`,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: {
        metadata: state.subscriptions.get(subscription)?.metadata ?? {},
        subscription,
      },
      type: "subscription_details",
    },
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    period_end: created,
    period_start: created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: invoice.status,
    status_transitions: {
      finalized_at: created,
      marked_uncollectible_at: null,
      paid_at: invoice.paid_at,
      voided_at: null,
    },
    subtotal: amount_due,
    subtotal_excluding_tax: amount_due,
    test_clock: null,
    total: amount_due,
    total_discount_amounts: [],
    total_excluding_tax: amount_due,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: created,
  };
}

export function listInvoices(state: StripeState, url: URL) {
  const query = new ListQuery(url, [
    "collection_method",
    "created",
    "customer",
    "status",
    "subscription",
  ]);
  for (const [name, known] of [
    ["customer", state.customers],
    ["subscription", state.subscriptions],
  ] as const) {
    const id = query.text(name);
    if (id !== undefined && !known.has(id))
      throw new StripeFailure(400, missing(name, id, name).details);
  }
  const asked = (name: "customer" | "subscription" | "status", invoice: StripeInvoice) =>
    (query.text(name) ?? invoice[name]) === invoice[name];
  const rows = [...state.invoices.values()].filter(
    (invoice) =>
      asked("customer", invoice) &&
      asked("subscription", invoice) &&
      asked("status", invoice) &&
      (query.text("collection_method") ?? "charge_automatically") === "charge_automatically" &&
      query.within("created", invoice.created),
  );
  return page(query, url, "invoice", rows, (invoice) => invoiceObject(invoice, state));
}

export function findInvoice(state: StripeState, id: string): StripeInvoice {
  const invoice = state.invoices.get(id);
  if (invoice === undefined) throw missing("invoice", id);
  return invoice;
}
