import Link from "@mui/material/Link";
import { Fragment, type ReactNode } from "react";
import { Link as RouterLink } from "react-router";

type Props = { to: string; children: ReactNode; strong?: boolean };

/** The link of a row, in the colour of text: the whole row already looks like something to open. */
export function RecordLink({ to, children, strong = false }: Props) {
  return (
    <Link
      component={RouterLink}
      to={to}
      sx={{ color: "text.primary", fontWeight: strong ? 500 : 400 }}
    >
      {children}
    </Link>
  );
}

/** An e-mail that, when it must, breaks before its @ and nowhere else. */
export function EmailText({ email }: { email: string }) {
  const [name, ...domain] = email.split("@");
  return (
    <span style={{ whiteSpace: "normal" }}>
      <span style={{ whiteSpace: "nowrap" }}>{name}</span>
      {domain.map((part) => (
        <Fragment key={part}>
          <wbr />
          <span style={{ whiteSpace: "nowrap" }}>@{part}</span>
        </Fragment>
      ))}
    </span>
  );
}
