import Drawer from "@mui/material/Drawer";
import { useCallback, useId, useRef, useState } from "react";
import type { RunAnswer } from "../../supabase/functions/_shared/contract";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { drawerPaper } from "../forms/SideDrawer";
import type { FormValues } from "./actionState";
import type { ActionTarget } from "./definition";
import { DrawerContent } from "./drawer/DrawerContent";
import type { Rows } from "./drawer/useOpened";
import { registry } from "./registry";

type Props = {
  /** Null: closed. */
  name: ActionName | null;
  /** The list that the page shows, or that its record is of. */
  resource: string | null;
  /** What the page is about; null where that is for `on` to say. */
  known: readonly ActionTarget[] | null;
  /** The record, or the selection, that the URL names. */
  on: string | null;
  /** A run, or a request for approval, that the URL names: the drawer opens on its result. */
  runId: string | null;
  approvalId: string | null;
  /** What its form is filled in with; null to start as always. */
  filled: FormValues | null;
  onLock: (locked: boolean) => void;
  onPick: (id: string | null) => void;
  /** `rows`: those of a selection, by the target that they stand for. */
  onRun: (answer: RunAnswer, rows: Rows) => void;
  onUndone: () => void;
  onClose: () => void;
  onExited: () => void;
};

/** The drawer of an action: slides in from the right, cannot be left while the action runs. */
export default function ActionDrawer({ name, onExited, ...props }: Props) {
  const { onClose, onLock } = props;
  const titleId = useId();
  const [locked, setLocked] = useState(false);
  const typed = useRef(false);
  // What slides out is still what was in it.
  const [shown, setShown] = useState(name);
  if (name && name !== shown) setShown(name);

  const lock = useCallback(
    (busy: boolean) => {
      setLocked(busy);
      onLock(busy);
    },
    [onLock],
  );

  return (
    <Drawer
      anchor="right"
      open={name !== null}
      disableRestoreFocus
      onClose={(_, how) => {
        if (locked || (how === "backdropClick" && typed.current)) return;
        onClose();
      }}
      slotProps={{
        transition: {
          onExited: () => {
            setShown(null);
            onExited();
          },
        },
        paper: drawerPaper(titleId),
      }}
    >
      {shown ? (
        <DrawerContent
          {...props}
          key={shown}
          definition={registry[shown]}
          titleId={titleId}
          locked={locked}
          onLock={lock}
          onTyped={(some) => {
            typed.current = some;
          }}
        />
      ) : null}
    </Drawer>
  );
}
