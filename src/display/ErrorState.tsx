import AutorenewOutlined from "@mui/icons-material/AutorenewOutlined";
import Cancel from "@mui/icons-material/Cancel";
import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { EmptyState } from "./EmptyState";
import { errorFacts, errorSentence } from "./errorWords";

type Props = {
  error: unknown;
  onRetry?: () => void;
  title?: string;
};

/** Something could not be read: what did not happen, and a way to try again. */
export function ErrorState({ error, onRetry, title }: Props) {
  const translate = useTranslate();
  const facts = errorFacts(error);
  const sentence = translate(errorSentence(facts), { status: facts.status ?? "" });
  const request = facts.requestId
    ? ` ${translate("display.error.request", { id: facts.requestId })}`
    : "";
  return (
    <div role="alert">
      <EmptyState
        icon={<Cancel color="error" sx={{ fontSize: 20 }} />}
        title={title ?? translate("display.error.title")}
        detail={sentence + request}
        action={
          onRetry ? (
            <Button startIcon={<AutorenewOutlined />} onClick={onRetry}>
              {translate("common.retry")}
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}
