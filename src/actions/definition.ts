import type { SvgIconComponent } from "@mui/icons-material";
import type { ComponentType } from "react";
import {
  type Change,
  type PreviewAnswer,
  REREAD_MOST,
  type Sentence,
  type Subject,
} from "../../supabase/functions/_shared/contract";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import type { Formats } from "../i18n/formats";
import type { FormValues } from "./actionState";
import type { ValueWords } from "./fieldWords";
import type { Translate } from "./wordsOf";

/** A record that an action is about. */
export type ActionTarget = {
  kind: Subject;
  id: string;
  /** What identifies it for people: the e-mail of a customer. */
  label: string;
  name: string | null;
  /** What a form starts from: the month of an import, the provider of an integration. */
  facts?: Readonly<Record<string, string>>;
};

export type FormProps = {
  /** None where the form itself says what the action reaches. */
  targets: readonly ActionTarget[];
  /** Opened where no record is at hand: the drawer lets one look for it. */
  free: boolean;
  /** How a sentence names them: "Zoé", "12 clients". */
  name: string;
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Parameter → what is wrong with it, in words. */
  errors: Readonly<Record<string, string>>;
  disabled: boolean;
  /** What stands against it, as the last preview said; some of it a form can answer. */
  blockers: readonly string[];
  /** Of the preview or the run; none while a preview is computed. */
  changes: readonly Change[];
};

/** What the sentences of an action are made of. */
export type Scene = {
  targets: readonly ActionTarget[];
  /** The first of them. */
  target: ActionTarget | null;
  /** How many records it is about, also those that only the server knows. */
  count: number;
  /** What identifies them: an e-mail, "12 clients". */
  label: string;
  /** How a sentence names them: "Zoé", "12 clients". */
  name: string;
  values: FormValues;
  /** Of the preview while one decides, of the run afterwards. */
  changes: readonly Change[];
  /** What the records are called that only the server knows. */
  labels?: PreviewAnswer["targets"];
  /** The codes of what the preview warned of. */
  warned?: readonly string[];
  /** What became of the only item of a run that did not succeed. */
  outcome?: Sentence | null;
  /** Whether something of it was done, or may have been. */
  doubtful?: boolean;
  t: Translate;
  format: Formats;
};

/** Where one would look next: a list, already filtered; a page; or an address to write to. */
export type NextStep = {
  title: string;
  body: string;
  label: string;
} & ({ resource: string; filter: Record<string, unknown> } | { to: string } | { mailto: string });

/** A way out of what a preview warns of, on another page. */
export type Remedy = { label: string; to: string };

/** How one action looks and speaks. What it may do and to whom is the database's business. */
export type ActionDefinition = {
  name: ActionName;
  icon: SvgIconComponent;
  dangerous: boolean;
  subject: Subject;
  /** The lists whose records and pages offer it. */
  places: readonly string[];
  /** Of how many records a selection may be; absent: one at a time. */
  most?: number;
  /** Its form alone can say what it reaches. */
  alone?: boolean;
  /** Whether these values want a record; by default those of an action that cannot stand alone do. */
  wantsRecord?: (values: FormValues) => boolean;
  initialValues: FormValues;
  Form: ComponentType<FormProps>;
  toParams: (values: FormValues, targets: readonly ActionTarget[]) => Record<string, unknown>;
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
  /** What it will do one by one, where the diff alone does not say it. */
  Plan?: ComponentType<{ answer: PreviewAnswer; scene: Scene }>;
  /** How its own fields, and the lines of its proof, say their values. */
  valueWords?: Readonly<Record<string, ValueWords>>;
  /** What does away with a blocker: another action on the same record. */
  remedies?: Readonly<Record<string, ActionName>>;
  /** A run at a vendor whose truth can be re-read after its end. */
  rereadable?: boolean;
  /** The way out of a warning or a blocker, where there is one. */
  remedy?: (notice: Sentence, scene: Scene) => Remedy | null;
  /** Null: nothing would come next. */
  next: (scene: Scene) => NextStep | null;
};

export function changeOf(changes: readonly Change[], field: string): Change | undefined {
  return changes.find((change) => change.field === field);
}

/** May the truth of a run be read again? A run of one transaction always; one at a vendor where its action can. */
export const canReread = (
  definition: ActionDefinition | null,
  { items, undoes_run }: { items: number | null; undoes_run?: string | null },
) => items === null || (Boolean(definition?.rereadable) && !undoes_run && items <= REREAD_MOST);

export const wantsRecord = (
  { alone, wantsRecord: wanted }: ActionDefinition,
  values: FormValues,
) => (wanted ? wanted(values) : !alone);
