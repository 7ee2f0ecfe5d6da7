import type { Offered } from "../charts/range/range";

/** The ranges of the large chart. */
export const HOME_RANGES: Offered = { names: ["24h", "7d", "30d"], fallback: "24h", hourly: true };

/** The monthly import is seen over twelve of them. */
export const YEAR: Offered = { names: ["12m"], fallback: "12m", hourly: false };
