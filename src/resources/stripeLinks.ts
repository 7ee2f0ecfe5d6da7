const dashboard = "https://dashboard.stripe.com";

export const customerInStripe = (id: string) => `${dashboard}/customers/${id}`;
export const subscriptionInStripe = (id: string) => `${dashboard}/subscriptions/${id}`;
