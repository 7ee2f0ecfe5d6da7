import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { ErrorState } from "../display/ErrorState";
import { useEmailSample } from "./emailTemplates";

const HEIGHT = 280;

/** A template as its test looks: subject and body. The body is a page of its own, without scripts and links. */
export function EmailSample({ template }: { template: string }) {
  const t = useTranslate();
  const { data, error, refetch } = useEmailSample(template);
  if (template === "") return null;
  if (error) {
    return (
      <ErrorState
        error={error}
        title={t("actions.send-test-email.sample_failed")}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: "6px", overflow: "hidden" }}>
      <Box sx={{ px: 1.5, py: 0.75, borderBottom: 1, borderColor: "divider" }}>
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
          {t("actions.send-test-email.sample_subject")}
        </Typography>
        <Typography variant="subtitle2" component="p" sx={{ m: 0, minHeight: 20 }}>
          {data ? data.subject : <Skeleton width={240} />}
        </Typography>
      </Box>
      {data ? (
        <Box
          component="iframe"
          title={t("actions.send-test-email.sample", { template: data.title })}
          sandbox=""
          srcDoc={data.html}
          sx={{
            display: "block",
            width: "100%",
            height: HEIGHT,
            border: 0,
            // An e-mail brings the colours of its own ground, which is white.
            bgcolor: "#fff",
            colorScheme: "light",
          }}
        />
      ) : (
        <Skeleton variant="rectangular" height={HEIGHT} />
      )}
    </Box>
  );
}
