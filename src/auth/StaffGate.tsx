import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { errorFacts, errorSentence } from "../display/errorWords";
import { useMe } from "../layout/useMe";
import { AuthSheet } from "./AuthSheet";
import { NoAccess } from "./NoAccess";

/** Lets the team in. For anyone else no page is drawn and nothing is asked for. */
export function StaffGate({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const { data: me, error, refetch } = useMe();
  if (me && errorFacts(error).status !== 403) return children;
  if (!error) return null;
  const facts = errorFacts(error);
  if (facts.status === 403) return <NoAccess onRetry={refetch} />;
  return (
    <AuthSheet
      title={translate("auth.unreachable_title")}
      detail={translate(errorSentence(facts), { status: facts.status ?? "" })}
    >
      <Button variant="contained" color="primary" onClick={() => refetch()}>
        {translate("common.retry")}
      </Button>
    </AuthSheet>
  );
}
