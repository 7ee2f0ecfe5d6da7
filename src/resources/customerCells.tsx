import Box from "@mui/material/Box";
import type { Column } from "../list/column";
import { EmailText, RecordLink } from "../list/RecordLink";

type OfCustomer = { user_id: string | null; user_email: string | null };

export const customerPath = (id: string) => `/users/${id}/show`;

/** Whose row it is, as a link to their page. */
export function customerColumn<Row extends OfCustomer>(width?: number): Column<Row> {
  return {
    key: "user_email",
    width,
    skeleton: 180,
    cell: ({ user_id, user_email }) =>
      user_id && user_email ? (
        <RecordLink to={customerPath(user_id)} strong>
          <EmailText email={user_email} />
        </RecordLink>
      ) : (
        <Muted>–</Muted>
      ),
    csv: (row) => row.user_email,
  };
}

/** Said, but not what one looks for first. */
export function Muted({ children }: { children: React.ReactNode }) {
  return (
    <Box component="span" sx={{ color: "text.muted" }}>
      {children}
    </Box>
  );
}

/** Text of any length on one line; the whole of it on hover. */
export function OneLine({ children }: { children: string }) {
  return (
    <Box
      component="span"
      title={children}
      sx={{
        display: "block",
        overflow: "hidden",
        textOverflow: "ellipsis",
        whiteSpace: "nowrap",
      }}
    >
      {children}
    </Box>
  );
}
