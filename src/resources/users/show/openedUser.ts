import type { UserOverview } from "../overview";
import type { User } from "../user";

/** What the customer's page knows beyond the row of the list. */
export type OpenedUser = User & { activity?: string | null; demo?: boolean };

export const openedUser = ({ user }: UserOverview): OpenedUser => user;
