import CloudSyncOutlined from "@mui/icons-material/CloudSyncOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { dayOf } from "../i18n/parisDay";
import { IMPORT_PROVIDERS } from "../resources/importLogs/importLog";
import type { FormValues } from "./actionState";
import { ChoiceField } from "./ChoiceField";
import type { ActionDefinition, ActionTarget, FormProps, Remedy, Scene } from "./definition";
import { RecordField } from "./drawer/RecordField";
import { Explanation } from "./explanationForm";
import { fieldWords } from "./fieldWords";
import { lastMonths, MonthField } from "./MonthField";

const words = (key: string) => `actions.rerun-imports.${key}`;

/** What of the month is imported: of one integration, one customer, what is missing, all of it. */
type Reach = "one" | "customer" | "failed" | "everyone";

/** The customer that was looked for in the form. */
type Chosen = { id: string; label: string };

const chosenOf = ({ customer }: FormValues) => (customer as Chosen | null | undefined) ?? null;

/** Opened on an integration it is about that one, else about what is not imported yet. */
const reachOf = ({ reach }: FormValues, [target]: readonly ActionTarget[]): Reach =>
  (reach as Reach | "") || (target ? "one" : "failed");

/** The import's own month, else the one that the monthly job imported last. */
const monthOf = ({ month }: FormValues, [target]: readonly ActionTarget[]): string =>
  String(month || target?.facts?.month || lastMonths(dayOf(Date.now()))[1]);

function RerunImportsForm(props: FormProps) {
  const { targets, name, values, onChange, errors, disabled } = props;
  const t = useTranslate();
  const reach = reachOf(values, targets);
  const [target = null] = targets;
  const choices: Reach[] = target
    ? ["one", "customer", "failed", "everyone"]
    : ["failed", "everyone", "customer"];
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Explanation action="rerun-imports" name={name} />
      <MonthField
        label={t("fields.month")}
        value={monthOf(values, targets)}
        error={errors.month}
        disabled={disabled}
        onChange={(month) => onChange({ ...values, month })}
      />
      <ChoiceField
        label={t(words("reach.label"))}
        value={reach}
        choices={choices.map((value) => ({
          value,
          words: t(words(`reach.${value === "customer" && target ? "this_customer" : value}`)),
        }))}
        disabled={disabled}
        onChange={(value) => onChange({ ...values, reach: value })}
      />
      {reach === "customer" && !target ? (
        <RecordField
          target={customerTarget(values)}
          disabled={disabled}
          onPick={(id, label) =>
            onChange({ ...values, customer: id && label ? { id, label } : null })
          }
        />
      ) : null}
      {reach === "failed" || reach === "everyone" ? (
        <ChoiceField
          label={t("fields.provider")}
          value={String(values.provider || "all")}
          choices={["all", ...IMPORT_PROVIDERS].map((value) => ({
            value,
            words: value === "all" ? t(words("reach.all")) : t(`display.provider.${value}`),
          }))}
          disabled={disabled}
          onChange={(value) => onChange({ ...values, provider: value === "all" ? "" : value })}
        />
      ) : null}
    </Box>
  );
}

function customerTarget(values: FormValues): ActionTarget | null {
  const chosen = chosenOf(values);
  return chosen && { kind: "user", name: null, ...chosen };
}

/** Whose imports, as the end of a sentence. */
function whose({ values, targets, label, t }: Scene): string {
  const reach = reachOf(values, targets);
  const provider = values.provider ? t(`display.provider.${String(values.provider)}`) : "";
  const who =
    reach === "one"
      ? label
      : reach === "customer"
        ? (chosenOf(values)?.label ?? targets[0]?.facts?.user_email ?? label)
        : "";
  return t(words(`whose.${reach}${provider && !who ? "_of" : ""}`), { who, provider });
}

const spoken = (scene: Scene, key: string) =>
  scene.t(words(key), {
    month: scene.format.month(monthOf(scene.values, scene.targets)),
    whose: whose(scene),
  });

/** Expired tokens are refreshed one by one, where they are listed; one that is alone on its own page. */
function remedyOf(code: string, { targets, count, t }: Scene): Remedy | null {
  const [target] = targets;
  const to = (filter: object) =>
    `/integrations?filter=${encodeURIComponent(JSON.stringify(filter))}`;
  switch (code) {
    case "failed_token_expired":
      return target && count <= 1
        ? {
            label: t("actions.refresh-integration.title"),
            to: `/integrations/${encodeURIComponent(target.id)}/show?action=refresh-integration`,
          }
        : { label: t(words("remedy.expired")), to: to({ status: "expired" }) };
    case "failed_reconnect":
      return { label: t(words("remedy.reconnect")), to: to({ cause: "reconnect" }) };
    default:
      return null;
  }
}

export const rerunImports: ActionDefinition = {
  name: "rerun-imports",
  icon: CloudSyncOutlined,
  dangerous: false,
  subject: "integration",
  places: ["import_logs", "integrations"],
  alone: true,
  wantsRecord: ({ reach }) => reach === "one",
  initialValues: { month: "", reach: "", provider: "" },
  Form: RerunImportsForm,
  toParams: (values, targets) => {
    const facts = targets[0]?.facts ?? {};
    const month = monthOf(values, targets);
    const provider = values.provider ? { provider: values.provider } : {};
    switch (reachOf(values, targets)) {
      // Without them it would be about everyone: an empty id is refused.
      case "one":
        return { month, user_id: facts.user_id ?? "", provider: facts.provider ?? "" };
      case "customer":
        return { month, user_id: chosenOf(values)?.id ?? facts.user_id ?? "" };
      case "failed":
        return { month, only_failed: true, ...provider };
      case "everyone":
        return { month, ...provider };
    }
  },
  fromParams: ({ month, user_id, provider, only_failed }) => ({
    month,
    reach: user_id ? (provider ? "one" : "customer") : only_failed ? "failed" : "everyone",
    provider: user_id ? "" : (provider ?? ""),
  }),
  sentence: (scene) => spoken(scene, "sentence"),
  parameters: (scene) => spoken(scene, "parameters"),
  outcome: (scene) => spoken(scene, "outcome"),
  fields: ["import_status", "revenue_cents", "rows_imported"],
  valueWords: {
    import_status: (value, t) =>
      value === null
        ? t(words("value.not_imported"))
        : t(`status.import.${String(value)}`, { _: String(value) }),
    revenue_cents: (value, t, format) =>
      typeof value === "number" ? format.money(value) : t("actions.value.nothing"),
    rows_imported: (value, t, format) =>
      value === null ? t("actions.value.none") : fieldWords("", value, t, format),
  },
  remedy: ({ code }, scene) => remedyOf(code, scene),
  rereadable: true,
  next: (scene) => ({
    title: scene.t(words("next.title")),
    body: scene.t(words("next.body")),
    label: scene.t(words("next.label")),
    resource: "import_logs",
    filter: {
      month: monthOf(scene.values, scene.targets),
      "dry_run@is": "false",
      ...(scene.count === 1 && scene.target ? { integration_id: scene.target.id } : {}),
    },
  }),
};
