import PersonAddOutlined from "@mui/icons-material/PersonAddOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { ChoiceField } from "./ChoiceField";
import type { ActionDefinition, FormProps, Scene } from "./definition";
import { Explanation } from "./explanationForm";
import { roleWords } from "./roleWords";

const ROLES = ["support", "ops", "admin"];

function AddStaffForm({ name, values, onChange, disabled }: FormProps) {
  const t = useTranslate();
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Explanation action="add-staff" name={name} />
      <ChoiceField
        label={t("actions.add-staff.role")}
        value={String(values.role)}
        choices={ROLES.map((value) => ({ value, words: t(`resources.staff.role.${value}`) }))}
        disabled={disabled}
        onChange={(role) => onChange({ ...values, role })}
      />
    </Box>
  );
}

const roleOf = ({ values, t }: Scene) => t(`resources.staff.role.${values.role}`);

export const addStaff: ActionDefinition = {
  name: "add-staff",
  icon: PersonAddOutlined,
  dangerous: true,
  subject: "user",
  places: ["users", "staff"],
  initialValues: { role: "support" },
  Form: AddStaffForm,
  toParams: ({ role }, [target]) => ({ user_id: target?.id, role }),
  fromParams: ({ role }) => ({ role: String(role) }),
  sentence: (scene) =>
    scene.t("actions.add-staff.sentence", { email: scene.label, role: roleOf(scene) }),
  parameters: (scene) => scene.t("actions.add-staff.parameters", { role: roleOf(scene) }),
  outcome: (scene) =>
    scene.t("actions.add-staff.outcome", { name: scene.name, role: roleOf(scene) }),
  fields: ["role", "mirror.is_admin"],
  valueWords: { role: roleWords, staff_role: roleWords },
  next: ({ t }) => ({
    title: t("actions.add-staff.next.title"),
    body: t("actions.add-staff.next.body"),
    label: t("actions.add-staff.next.label"),
    resource: "staff",
    filter: {},
  }),
};
