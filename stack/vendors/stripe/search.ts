import { StripeFailure } from "./failure.ts";
import type { StripeCustomer } from "./state.ts";

const CLAUSE = /^(email|name|metadata\[(["'])(?<key>\w+)\2\])(?<verb>[:~])(["'])(?<value>.*)\5$/;

/** The customers that Stripe's search language picks: clauses on email, name and metadata, joined by AND. */
export function searchCustomers(query: string | undefined, customers: Iterable<StripeCustomer>) {
  if (query === undefined || query === "") {
    throw new StripeFailure(400, {
      code: "parameter_missing",
      message: "Missing required param: query.",
      param: "query",
    });
  }
  const tests = query.split(/\s+AND\s+/i).map((clause) => {
    const found = CLAUSE.exec(clause.trim());
    if (found?.groups === undefined) {
      throw new StripeFailure(400, {
        message: `We were unable to parse your search query: ${clause}`,
        param: "query",
      });
    }
    const { key, verb, value = "" } = found.groups;
    const field = found[1];
    return (customer: StripeCustomer) => {
      const held =
        key !== undefined
          ? (customer.metadata[key] ?? "")
          : ((field === "email" ? customer.email : customer.name) ?? "");
      return verb === "~"
        ? held.toLowerCase().includes(value.toLowerCase())
        : held.toLowerCase() === value.toLowerCase();
    };
  });
  return [...customers].filter((customer) => tests.every((test) => test(customer)));
}
