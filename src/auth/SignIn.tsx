import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import TextField from "@mui/material/TextField";
import { type FormEvent, useState } from "react";
import { useLogin, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { settings } from "../providers/settings";
import { AuthSheet } from "./AuthSheet";
import { DemoAccounts } from "./DemoAccounts";
import { type AuthWords, authErrorWords } from "./errorWords";

export default function SignIn() {
  const translate = useTranslate();
  const login = useLogin();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AuthWords | null>(null);

  const signIn = async (credentials: { email: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      await login(credentials);
    } catch (caught) {
      setError(authErrorWords(caught, "auth.refused"));
      setBusy(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn({ email: email.trim(), password });
  };

  return (
    <AuthSheet
      title={translate("auth.sign_in_title")}
      detail={translate("auth.sign_in_detail")}
      below={
        settings.environment === "demo" ? <DemoAccounts busy={busy} onChoose={signIn} /> : null
      }
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
        <TextField
          type="password"
          label={translate("auth.password")}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="contained" color="primary" disabled={busy}>
          {translate(busy ? "auth.signing_in" : "auth.sign_in")}
        </Button>
      </Box>
      <Link component={RouterLink} to="/forgot-password" sx={{ justifySelf: "start" }}>
        {translate("auth.forgotten")}
      </Link>
    </AuthSheet>
  );
}
