import { useQuery } from "@tanstack/react-query";
import { useCreatePath } from "react-admin";
import { useNavigate } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { ActionMenuItem } from "./ActionMenuItem";
import { previewAction } from "./api";
import type { ActionTarget } from "./definition";
import { registry } from "./registry";
import { useOffReason } from "./useOffReason";

type Props = {
  action: ActionName;
  target: ActionTarget;
  /** Whether a rule may stand against it whatever one chooses in its form. */
  asks?: boolean;
};

const FRESH = 30_000;

/** An action in the menu of a row: opens its drawer on the customer's page. */
export function RowActionItem({ action, target, asks = false, ...item }: Props) {
  const navigate = useNavigate();
  const createPath = useCreatePath();
  const offReason = useOffReason(target);
  const definition = registry[action];
  // Opening the page would be a visit in the journal: the preview tells the same and writes nothing.
  const { data } = useQuery({
    queryKey: ["users", "rowPreview", action, target.id],
    queryFn: ({ signal }) =>
      previewAction(action, definition.toParams(definition.initialValues, [target]), signal),
    enabled: asks,
    staleTime: FRESH,
    retry: false,
  });
  const blocker = data?.blockers[0];
  const off = offReason(
    action,
    blocker && { allowed: false, code: blocker.code, details: blocker.args },
  );
  return (
    <ActionMenuItem
      {...item}
      definition={definition}
      off={off}
      onChoose={() =>
        navigate(
          `${createPath({ resource: "users", type: "show", id: target.id })}?action=${action}`,
        )
      }
    />
  );
}
