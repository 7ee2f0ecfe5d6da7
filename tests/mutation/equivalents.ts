import type { Equivalent } from "./mutant.ts";

/** Controls whose absence changes nothing that anybody could see, because another one stands behind them. */
export const EQUIVALENTS: Equivalent[] = [];
