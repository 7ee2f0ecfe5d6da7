import CheckCircle from "@mui/icons-material/CheckCircle";
import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { Proof } from "../../supabase/functions/_shared/contract";
import { useFormat } from "../i18n/useFormat";
import { Countdown } from "./Countdown";
import type { ActionDefinition } from "./definition";
import { fieldOfProof, fieldWords, isRaw } from "./fieldWords";
import { wordsOf } from "./wordsOf";

type Props = {
  proof: Pick<Proof, "evidence">;
  definition: ActionDefinition | null;
  name: string;
};

/** The proof line by line: what was re-read, where, and what was found there. */
export function ProofList({ proof, definition, name }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const words = wordsOf(t, definition?.name ?? null);
  const said = (field: string, value: unknown) =>
    fieldWords(field, value, t, format, definition?.valueWords);
  return (
    <Box
      component="ul"
      sx={{ m: 0, p: 0, border: 1, borderColor: "divider", borderRadius: "6px", listStyle: "none" }}
    >
      {proof.evidence.map(({ code, expected, found, ok }, index) => {
        const field = fieldOfProof(code);
        const font = isRaw(field) ? ("mono" as const) : ("body2" as const);
        return (
          <Box
            component="li"
            key={code}
            sx={{
              display: "grid",
              gridTemplateColumns: "16px minmax(0, 1fr) auto",
              columnGap: 1.5,
              px: 1.5,
              py: 0.75,
              borderTop: index === 0 ? 0 : 1,
              borderColor: "divider",
            }}
          >
            {ok ? (
              <CheckCircle
                sx={{ fontSize: 16, mt: "2px", color: "success.main" }}
                titleAccess={t("status.proof.verified")}
              />
            ) : (
              <Warning
                sx={{ fontSize: 16, mt: "2px", color: "warning.main" }}
                titleAccess={t("status.proof.unverified")}
              />
            )}
            <div>
              <Typography variant="body2">
                {words(`proof.${code}.title`, { _: words("proof.other.title", { code }) })}
              </Typography>
              <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
                {words(`proof.${code}.where`, { name, _: words("proof.other.where") })}
              </Typography>
            </div>
            <Box sx={{ textAlign: "right" }}>
              <Typography
                variant={font}
                component="p"
                sx={{ m: 0, fontWeight: code === "entitlement" ? 600 : 400 }}
              >
                {code === "limiter_window" && typeof found === "string" ? (
                  <Countdown end={found} />
                ) : (
                  said(field, found)
                )}
              </Typography>
              {ok ? null : (
                <Typography variant="caption" component="p" sx={{ m: 0, color: "warning.main" }}>
                  {t("actions.result.expected", { value: said(field, expected) })}
                </Typography>
              )}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
