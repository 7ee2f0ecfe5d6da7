import { useTranslate } from "react-admin";
import { StatusChip } from "../../display/StatusChip";
import { CauseChip } from "./CauseChip";
import type { Integration } from "./integration";

/** Health of a token in one chip: until when it holds, and whether only the customer can mend it. */
export function TokenChip({ token }: { token: Pick<Integration, "status" | "cause"> }) {
  const t = useTranslate();
  const { status, cause } = token;
  if (cause !== "reconnect") return <StatusChip domain="integration" status={status} />;
  if (status === "valid") return <CauseChip cause={cause} />;
  return (
    <StatusChip
      domain="integration"
      status={status}
      label={t("resources.integrations.to_reconnect", {
        status: t(`status.integration.${status}`, { _: status }),
      })}
    />
  );
}
