import Link from "@mui/material/Link";
import { useCreatePath } from "react-admin";
import { Link as RouterLink } from "react-router";

/** The code of a run, leading to its page. */
export function RunLink({ id, code }: { id: string; code: string }) {
  const createPath = useCreatePath();
  return (
    <Link
      underline="always"
      component={RouterLink}
      to={createPath({ resource: "runs", type: "show", id })}
      sx={(theme) => ({ ...theme.typography.mono })}
    >
      {code}
    </Link>
  );
}
