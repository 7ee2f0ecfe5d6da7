import { grantPremium } from "./grant-premium.ts";
import { revokePremium } from "./revoke-premium.ts";

/** Every action of the console: one line each. */
export const contracts = {
  [grantPremium.name]: grantPremium,
  [revokePremium.name]: revokePremium,
};

export type ActionName = keyof typeof contracts;
