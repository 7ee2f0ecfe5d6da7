import { createContext } from "react";

/** Why no action of a page may be started now, as a sentence; null: each speaks for itself. */
export const ActionsOff = createContext<string | null>(null);
