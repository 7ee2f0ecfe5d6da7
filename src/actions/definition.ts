import type { SvgIconComponent } from "@mui/icons-material";
import type { ComponentType } from "react";
import type { Change } from "../../supabase/functions/_shared/contract";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { FormValues } from "./actionState";

/** For whom an action stands on a page. */
export type ActionTarget = { id: string; email: string; name: string | null };

export type FormProps = {
  target: ActionTarget;
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Parameter → what is wrong with it, in words. */
  errors: Readonly<Record<string, string>>;
  disabled: boolean;
  /** The end that the preview computed, when there is one. */
  endsAt: string | null;
};

/** What the sentences of an action are made of. */
export type Scene = {
  target: ActionTarget;
  values: FormValues;
  /** Of the preview while one decides, of the run afterwards. */
  changes: readonly Change[];
  t: (key: string, args?: Record<string, unknown>) => string;
  day: (iso: string) => string;
  dateTime: (iso: string) => string;
};

/** Where one would look next: a list, already filtered. */
type NextStep = {
  title: string;
  body: string;
  label: string;
  resource: string;
  filter: Record<string, unknown>;
};

/** How one action looks and speaks. What it may do and to whom is the database's business. */
export type ActionDefinition = {
  name: ActionName;
  icon: SvgIconComponent;
  dangerous: boolean;
  initialValues: FormValues;
  Form: ComponentType<FormProps>;
  toParams: (values: FormValues, target: ActionTarget) => Record<string, unknown>;
  /** The form as it was, from the parameters of a run. */
  fromParams: (params: Record<string, unknown>) => FormValues;
  /** The button: verb, target, end. */
  sentence: (scene: Scene) => string;
  /** The parameters in one line, once folded. */
  parameters: (scene: Scene) => string;
  /** What is true now, once done. */
  outcome: (scene: Scene) => string;
  /** Says a value of the diff with what the action knows beyond it; null to say it plainly. */
  afterWords?: (field: string, after: unknown, scene: Scene) => string | null;
  /** The fields of its diff, in the order in which people read them. */
  fields: readonly string[];
  next: (scene: Scene) => NextStep;
};

export function changeOf(changes: readonly Change[], field: string): Change | undefined {
  return changes.find((change) => change.field === field);
}

/** The name one uses when talking about the customer: the first name, else the address. */
export function shortName(target: ActionTarget): string {
  return target.name?.trim().split(/\s+/)[0] || target.email;
}
