import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { customerPath } from "./customerCells";

type Props = { id: string | null; email: string | null };

/** The customer of a record, one click away. */
export function CustomerFact({ id, email }: Props) {
  if (!id || !email) return <>–</>;
  return (
    <Link component={RouterLink} to={customerPath(id)}>
      {email}
    </Link>
  );
}
