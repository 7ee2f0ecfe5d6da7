import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { type FormEvent, useEffect, useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { Link as RouterLink, useNavigate } from "react-router";
import { supabaseClient } from "../providers/supabaseClient";
import { AuthSheet } from "./AuthSheet";
import { type AuthWords, authErrorWords } from "./errorWords";
import { readMailedLink } from "./mailedLink";

const SHORTEST = 12;

type State = "opening" | "dead" | "asking" | "saving";

/** Where the link of the mail leads. The link's own session is opened first: it may be too old. */
export default function SetPassword() {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const [state, setState] = useState<State>("opening");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<AuthWords | null>(null);

  useEffect(() => {
    const link = readMailedLink(window.location.hash);
    if (!link) {
      setState("dead");
      return;
    }
    const session = { access_token: link.accessToken, refresh_token: link.refreshToken };
    supabaseClient.auth.setSession(session).then(({ error: refused }) => {
      // The tokens have done their work; they must not stay in the address.
      window.history.replaceState(null, "", window.location.pathname);
      setState(refused ? "dead" : "asking");
    });
  }, []);

  const differ = again !== "" && again !== password;
  const ready = password.length >= SHORTEST && again === password;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setState("saving");
    setError(null);
    const { error: refused } = await supabaseClient.auth.updateUser({ password });
    if (refused) {
      setError(authErrorWords(refused, "auth.password_refused"));
      setState("asking");
      return;
    }
    notify("auth.password_saved", { type: "success" });
    navigate("/");
  };

  if (state === "opening") return <AuthSheet title={translate("auth.new_password_title")} />;
  if (state === "dead") {
    return (
      <AuthSheet title={translate("auth.link_dead_title")} detail={translate("auth.link_dead")}>
        <Button component={RouterLink} to="/forgot-password" variant="contained" color="primary">
          {translate("auth.new_link")}
        </Button>
      </AuthSheet>
    );
  }
  return (
    <AuthSheet
      title={translate("auth.new_password_title")}
      detail={translate("auth.new_password_detail")}
    >
      <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 2 }}>
        {error ? (
          <Alert severity="error">{translate(error.key, { message: error.message })}</Alert>
        ) : null}
        <TextField
          type="password"
          label={translate("auth.new_password")}
          autoComplete="new-password"
          autoFocus
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          helperText={translate("auth.password_rule")}
        />
        <TextField
          type="password"
          label={translate("auth.new_password_again")}
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          error={differ}
          helperText={differ ? translate("auth.passwords_differ") : " "}
        />
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={!ready || state === "saving"}
        >
          {translate(state === "saving" ? "auth.saving" : "auth.save_password")}
        </Button>
      </Box>
    </AuthSheet>
  );
}
