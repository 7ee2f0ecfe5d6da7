export const inStripe = (kind: "events" | "customers" | "subscriptions", id: string) =>
  `https://dashboard.stripe.com/${kind}/${encodeURIComponent(id)}`;

export const customerInStripe = (id: string) => inStripe("customers", id);
export const subscriptionInStripe = (id: string) => inStripe("subscriptions", id);
