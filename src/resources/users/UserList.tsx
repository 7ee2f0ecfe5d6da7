import { lazy } from "react";
import { PlanChip } from "../../display/PlanChip";
import { RelativeTime } from "../../display/RelativeTime";
import { SignalChip } from "../../display/SignalChip";
import { ConsoleList } from "../../list/ConsoleList";
import { userSearch } from "../../list/filters/search";
import { EmailText } from "../../list/RecordLink";
import { RowMenu } from "../../list/RowMenu";
import { Worklists } from "../../list/Worklists";
import { customerPath } from "../customerCells";
import { userColumns } from "./columns";
import { userFilters } from "./filters";
import { SEGMENT_FILTERS } from "./segment";
import { firstSignal, type User } from "./user";

// Brings the actions: fetched when a menu is opened.
const UserRowMenu = lazy(() => import("./UserRowMenu"));

export default function UserList() {
  return (
    <ConsoleList<User>
      resource="users"
      sort={{ field: "created_at", order: "DESC" }}
      columns={userColumns}
      filters={userFilters}
      search={userSearch}
      tabs={<Worklists counts="user_segments" filters={SEGMENT_FILTERS} words="segments" />}
      to={({ id }) => customerPath(id)}
      selectable={({ email }) => email}
      rowMenu={(user) => (
        <RowMenu name={user.email} width={300}>
          {() => <UserRowMenu user={user} />}
        </RowMenu>
      )}
      compact={(user) => {
        const first = firstSignal(user);
        return {
          lead: <EmailText email={user.email} />,
          leadAside: <PlanChip plan={user.plan} />,
          detail: first.signal ? <SignalChip {...first} /> : user.name,
          detailAside: <RelativeTime at={user.last_active_at ?? user.created_at} />,
        };
      }}
    />
  );
}
