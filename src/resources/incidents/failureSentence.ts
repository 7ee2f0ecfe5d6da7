import type { ActionFailure } from "../../actions/failure";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** What a refused change of an incident means, where it is not what it means for an action. */
export const incidentFailure = ({ code }: ActionFailure, t: Translate): string | null =>
  code === "conflict" || code === "blocked" ? t(`incidents.failure.${code}`) : null;
