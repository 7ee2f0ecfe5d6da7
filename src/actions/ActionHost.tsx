import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { Guard } from "../resources/users/overview";
import type { ActionTarget } from "./definition";
import { isActionName, registry } from "./registry";

// The drawer brings the contracts and their validator: fetched when it is opened, not before.
const loadDrawer = () => import("./ActionDrawer");
const ActionDrawer = lazy(loadDrawer);

type Guards = Partial<Record<string, Guard>>;

type Host = {
  target: ActionTarget;
  guards: Guards;
  open: (action: ActionName, opener: HTMLElement | null) => void;
  preload: () => void;
};

const HostContext = createContext<Host | null>(null);

/** The actions of the record that this page is about; null where the page has none of its own. */
export const useActionHost = () => useContext(HostContext);

type Props = { target: ActionTarget; guards: Guards; children: ReactNode };

/** Keeps the drawer of the actions on one record; what is open stands in the URL. */
export function ActionHost({ target, guards, children }: Props) {
  const [params, setParams] = useSearchParams();
  const { state: entry } = useLocation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const opener = useRef<HTMLElement | null>(null);
  const [held, setHeld] = useState<ActionName | null>(null);

  const named = params.get("action");
  const asked = isActionName(named) ? named : null;
  const name = held ?? asked;
  // Once fetched it stays, so that it can slide out.
  const [wanted, setWanted] = useState(false);
  if (name && !wanted) setWanted(true);
  const openedHere = Boolean((entry as { drawer?: boolean } | null)?.drawer);

  const write = useCallback(
    (changes: Record<string, string | null>, options: { replace: boolean; state: unknown }) =>
      setParams((current) => {
        const next = new URLSearchParams(current);
        for (const [key, value] of Object.entries(changes)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      }, options),
    [setParams],
  );

  // "Back" while an action runs would leave it without a witness: the drawer stays, and so its URL.
  useEffect(() => {
    if (held && asked !== held)
      write({ action: held }, { replace: false, state: { drawer: true } });
  }, [held, asked, write]);

  const host = useMemo<Host>(
    () => ({
      target,
      guards,
      open: (action, from) => {
        opener.current = from;
        write({ action, run: null }, { replace: false, state: { drawer: true } });
      },
      preload: () => void loadDrawer(),
    }),
    [target, guards, write],
  );

  const close = () => {
    if (openedHere) navigate(-1);
    else write({ action: null, run: null }, { replace: true, state: null });
  };
  const onLock = useCallback((locked: boolean) => setHeld(locked ? name : null), [name]);
  const onRun = useCallback(
    (runId: string) => {
      write({ run: runId }, { replace: true, state: { drawer: openedHere } });
      void queryClient.invalidateQueries();
    },
    [write, queryClient, openedHere],
  );

  return (
    <HostContext value={host}>
      {children}
      <Suspense fallback={null}>
        {wanted ? (
          <ActionDrawer
            definition={name ? registry[name] : null}
            target={target}
            runId={params.get("run")}
            onLock={onLock}
            onRun={onRun}
            onUndone={() => void queryClient.invalidateQueries()}
            onClose={close}
            onExited={() => giveFocusBack(opener.current)}
          />
        ) : null}
      </Suspense>
    </HostContext>
  );
}

/** To the button that opened it; the action may have taken that button away. */
function giveFocusBack(opener: HTMLElement | null) {
  const heir = opener?.isConnected ? opener : document.querySelector<HTMLElement>("main h1");
  if (heir && !opener?.isConnected) heir.tabIndex = -1;
  heir?.focus();
}
