import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";

/** The id of an event, leading to its page. */
export function EventLink({ id }: { id: string }) {
  return (
    <Link
      underline="always"
      component={RouterLink}
      to={`/webhook_events/${id}/show`}
      sx={(theme) => ({ ...theme.typography.mono })}
    >
      {id}
    </Link>
  );
}
