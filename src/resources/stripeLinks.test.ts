import { expect, test } from "vitest";
import { customerInStripe } from "./stripeLinks";

test("an id leads to its page and nowhere else", () => {
  expect(customerInStripe("cus_1")).toBe("https://dashboard.stripe.com/customers/cus_1");
  expect(customerInStripe('../logout?x="><script>')).toBe(
    "https://dashboard.stripe.com/customers/..%2Flogout%3Fx%3D%22%3E%3Cscript%3E",
  );
});
