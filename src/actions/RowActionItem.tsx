import { useCreatePath } from "react-admin";
import { useNavigate } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { ActionMenuItem } from "./ActionMenuItem";
import type { ActionTarget } from "./definition";
import type { Guard } from "./guard";
import { registry } from "./registry";
import { useOffReason } from "./useOffReason";

type Props = { action: ActionName; target: ActionTarget; guard: Guard | undefined };

/** An action in the menu of a customer's row: opens its drawer on the customer's page. */
export function RowActionItem({ action, target, guard, ...item }: Props) {
  const navigate = useNavigate();
  const createPath = useCreatePath();
  const offReason = useOffReason(target);
  const page = createPath({ resource: "users", type: "show", id: target.id });
  return (
    <ActionMenuItem
      {...item}
      definition={registry[action]}
      off={offReason(action, guard)}
      onChoose={() => navigate(`${page}?action=${action}`)}
    />
  );
}
