import { PlanChip } from "../../display/PlanChip";
import { RelativeTime } from "../../display/RelativeTime";
import { SignalChip } from "../../display/SignalChip";
import { ConsoleList } from "../../list/ConsoleList";
import { userSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { customerPath } from "../customerCells";
import { userColumns } from "./columns";
import { userFilters } from "./filters";
import { UserRowMenu } from "./UserRowMenu";
import type { User } from "./user";

export default function UserList() {
  return (
    <ConsoleList<User>
      resource="users"
      sort={{ field: "created_at", order: "DESC" }}
      columns={userColumns}
      filters={userFilters}
      search={userSearch}
      to={({ id }) => customerPath(id)}
      rowMenu={(user) => <UserRowMenu user={user} />}
      compact={(user) => ({
        lead: <EmailText email={user.email} />,
        leadAside: <PlanChip plan={user.plan} />,
        detail: user.signal ? <SignalChip signal={user.signal} at={user.signal_at} /> : user.name,
        detailAside: <RelativeTime at={user.last_active_at ?? user.created_at} />,
      })}
    />
  );
}
