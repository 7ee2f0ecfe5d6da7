import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { supabaseClient } from "../providers/supabaseClient";
import { AuthSheet } from "./AuthSheet";
import { type AuthWords, authErrorWords } from "./errorWords";

export default function ForgotPassword() {
  const translate = useTranslate();
  const [email, setEmail] = useState("");
  const [state, setState] = useState<"asking" | "sending" | "sent">("asking");
  const [error, setError] = useState<AuthWords | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState("sending");
    setError(null);
    const { error: refused } = await supabaseClient.auth.resetPasswordForEmail(email.trim(), {
      redirectTo: `${window.location.origin}/set-password`,
    });
    if (refused) setError(authErrorWords(refused, "auth.refused"));
    setState(refused ? "asking" : "sent");
  };

  const back = (
    <Link component={RouterLink} to="/login" sx={{ justifySelf: "start" }}>
      {translate("auth.back_to_sign_in")}
    </Link>
  );
  if (state === "sent") {
    return (
      <AuthSheet
        title={translate("auth.link_sent_title")}
        detail={translate("auth.link_sent", { email: email.trim() })}
      >
        {back}
      </AuthSheet>
    );
  }
  return (
    <AuthSheet
      title={translate("auth.forgotten_title")}
      detail={translate("auth.forgotten_detail")}
    >
      <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 2 }}>
        {error ? (
          <Alert severity="error">{translate(error.key, { message: error.message })}</Alert>
        ) : null}
        <TextField
          type="email"
          label={translate("auth.email")}
          autoComplete="username"
          autoFocus
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" variant="contained" color="primary" disabled={state === "sending"}>
          {translate(state === "sending" ? "auth.sending" : "auth.send_link")}
        </Button>
      </Box>
      {back}
    </AuthSheet>
  );
}
