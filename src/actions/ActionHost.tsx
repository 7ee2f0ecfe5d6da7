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
import { useRecordSelection } from "react-admin";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { FormValues } from "./actionState";
import { useFollowedRun } from "./bulk/followedRun";
import type { ActionTarget } from "./definition";
import type { Guards } from "./guard";
import { isActionName } from "./names";

// The drawer brings every action, the contracts and their validator: fetched when it is opened, not before.
const loadDrawer = () => import("./ActionDrawer");
const ActionDrawer = lazy(loadDrawer);

type Opening = {
  /** The record where the page is not about one: its id, or the selection. */
  on?: string;
  /** What its form is filled in with. */
  values?: FormValues;
};

type Host = {
  resource: string | null;
  /** What the page is about; null where it is a list, or about nothing. */
  targets: readonly ActionTarget[] | null;
  guards: Guards;
  open: (action: ActionName, opener: HTMLElement | null, on?: Opening) => void;
  preload: () => void;
};

const HostContext = createContext<Host | null>(null);

/** The actions of this page; null where it has none. */
export const useActionHost = () => useContext(HostContext);

type Props = {
  /** The list that the page shows, or that its record is of; null on a page about neither. */
  resource: string | null;
  targets?: readonly ActionTarget[];
  guards?: Guards;
  children: ReactNode;
};

const NO_GUARDS: Guards = {};

/** Keeps the drawer of the actions of a page; what is open, and on what, stands in the URL. */
export function ActionHost({ resource, targets = undefined, guards = NO_GUARDS, children }: Props) {
  const [params, setParams] = useSearchParams();
  const { state: entry } = useLocation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const opener = useRef<HTMLElement | null>(null);
  const [, setFollowed] = useFollowedRun(resource ?? "");
  const [, { unselect }] = useRecordSelection({ resource: resource ?? "" });
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
      resource,
      targets: targets ?? null,
      guards,
      open: (action, from, { on, values } = {}) => {
        opener.current = from;
        write(
          {
            ...CLOSED,
            action,
            target: on ?? null,
            with: values ? JSON.stringify(values) : null,
          },
          { replace: false, state: { drawer: true } },
        );
      },
      preload: () => void loadDrawer(),
    }),
    [resource, targets, guards, write],
  );

  const close = () => {
    if (openedHere) navigate(-1);
    else write(CLOSED, { replace: true, state: null });
  };
  const stay = { replace: true, state: { drawer: openedHere } };
  const onLock = useCallback((locked: boolean) => setHeld(locked ? name : null), [name]);
  const onUndone = () => void queryClient.invalidateQueries();

  return (
    <HostContext value={host}>
      {children}
      <Suspense fallback={null}>
        {wanted ? (
          <ActionDrawer
            name={name}
            resource={resource}
            known={targets ?? null}
            on={params.get("target")}
            runId={params.get("run")}
            approvalId={params.get("approval")}
            filled={valuesIn(params.get("with"))}
            onLock={onLock}
            onPick={(id) => write({ target: id }, stay)}
            onRun={(answer, rows) => {
              const { run, approval } = answer;
              write(run ? { run: run.id } : { approval: approval.id }, stay);
              if (rows.size > 0) {
                const kept = Object.fromEntries(rows);
                setFollowed(
                  run ? { id: run.id, rows: kept } : { approval: approval.id, rows: kept },
                );
              }
              // They wait with the request: nothing is left to do with them here until its run ends.
              if (!run) unselect([...rows.values()].flat());
              void queryClient.invalidateQueries();
            }}
            onUndone={onUndone}
            onClose={close}
            onExited={() => giveFocusBack(opener.current)}
          />
        ) : null}
      </Suspense>
    </HostContext>
  );
}

const CLOSED = { action: null, target: null, run: null, approval: null, with: null };

/** The values of a form as the URL holds them; none when it holds anything else. */
function valuesIn(text: string | null): FormValues | null {
  try {
    const values: unknown = JSON.parse(text ?? "null");
    return typeof values === "object" && !Array.isArray(values) ? (values as FormValues) : null;
  } catch {
    return null;
  }
}

/** To the button that opened it; the action may have taken that button away. */
function giveFocusBack(opener: HTMLElement | null) {
  const heir = opener?.isConnected ? opener : document.querySelector<HTMLElement>("main h1");
  if (heir && !opener?.isConnected) heir.tabIndex = -1;
  heir?.focus();
}
