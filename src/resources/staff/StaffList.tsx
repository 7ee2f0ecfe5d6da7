import Chip from "@mui/material/Chip";
import { useTranslate } from "react-admin";
import { StartActionButton } from "../../actions/StartActionButton";
import { DateText } from "../../display/DateText";
import { ConsoleList } from "../../list/ConsoleList";
import type { Column } from "../../list/column";
import { RecordRowMenu } from "../../list/RecordRowMenu";
import { csvTime } from "../csvValues";
import { Muted } from "../customerCells";
import { NamedDate } from "../NamedDate";
import type { Role, StaffMember } from "./staffMember";

const columns: Column<StaffMember>[] = [
  {
    key: "email",
    skeleton: 180,
    cell: ({ email }) => <span style={{ fontWeight: 500 }}>{email}</span>,
    csv: ({ email }) => email,
  },
  {
    key: "role",
    width: 128,
    skeleton: 56,
    cell: ({ role }) => <RoleText role={role} />,
    csv: ({ role }) => role,
  },
  {
    key: "status",
    width: 128,
    skeleton: 48,
    cell: ({ removed_at }) => <PresenceChip removed={removed_at !== null} />,
    csv: ({ removed_at }) => (removed_at ? "removed" : "active"),
  },
  {
    key: "created_by_email",
    width: 240,
    skeleton: 140,
    cell: ({ created_by_email }) => <Muted>{created_by_email ?? "–"}</Muted>,
    csv: ({ created_by_email }) => created_by_email,
  },
  {
    key: "created_at",
    label: "added_at",
    align: "right",
    width: 144,
    skeleton: 84,
    cell: ({ created_at }) => <DateText at={created_at} />,
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "removed_at",
    align: "right",
    width: 144,
    skeleton: 0,
    cell: ({ removed_at }) => <DateText at={removed_at} />,
    csv: ({ removed_at }, format) => csvTime(removed_at, format),
  },
];

export default function StaffList() {
  return (
    <ConsoleList<StaffMember>
      resource="staff"
      sort={{ field: "created_at", order: "ASC" }}
      columns={columns}
      actions={<StartActionButton inHead action="add-staff" />}
      filters={[]}
      to={() => null}
      rowMenu={(row) => <RecordRowMenu name={row.email} row={row} to={null} />}
      compact={(row) => ({
        lead: row.email,
        leadAside: <PresenceChip removed={row.removed_at !== null} />,
        detail: <RoleText role={row.role} />,
        detailAside: <NamedDate field="added_at" at={row.created_at} />,
      })}
    />
  );
}

function RoleText({ role }: { role: Role }) {
  const translate = useTranslate();
  return <>{translate(`resources.staff.role.${role}`, { _: role })}</>;
}

function PresenceChip({ removed }: { removed: boolean }) {
  const translate = useTranslate();
  return (
    <Chip
      variant={removed ? "nodata" : "neutral"}
      label={translate(`resources.staff.${removed ? "removed" : "present"}`)}
    />
  );
}
