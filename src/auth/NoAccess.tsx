import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useState } from "react";
import { useLogout, useTranslate } from "react-admin";
import { supabaseClient } from "../providers/supabaseClient";
import { AuthSheet } from "./AuthSheet";

/** Signed in, but not of the team. Nothing is signed out: an admin may be adding them right now. */
export function NoAccess({ onRetry }: { onRetry: () => void }) {
  const translate = useTranslate();
  const logout = useLogout();
  const [email, setEmail] = useState("");

  useEffect(() => {
    supabaseClient.auth.getSession().then(({ data }) => setEmail(data.session?.user.email ?? ""));
  }, []);

  return (
    <AuthSheet
      title={translate("auth.no_access_title")}
      detail={translate("auth.no_access", { email })}
    >
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
        <Button variant="contained" color="primary" onClick={onRetry}>
          {translate("auth.check_again")}
        </Button>
        <Button onClick={() => logout()}>{translate("auth.use_other_account")}</Button>
      </Box>
    </AuthSheet>
  );
}
