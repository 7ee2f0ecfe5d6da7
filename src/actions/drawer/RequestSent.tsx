import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { contracts } from "../../../supabase/functions/_shared/contracts";
import type { ActionDefinition } from "../definition";
import { CloseFooter } from "./DrawerFooter";
import { DrawerHead } from "./DrawerHead";
import { RequestNotice } from "./RequestNotice";

type Props = {
  definition: ActionDefinition;
  titleId: string;
  approvalId: string;
  onClose: () => void;
};

/** After a reload: the request waits on its own page, which knows what became of it. */
export function RequestSent({ definition, titleId, approvalId, onClose }: Props) {
  const t = useTranslate();
  const { risk, undoable } = contracts[definition.name];
  return (
    <>
      <DrawerHead
        id={titleId}
        title={t(`actions.${definition.name}.title`)}
        subject=""
        risk={risk}
        undoable={undoable}
        status={null}
        locked={false}
        onClose={onClose}
      />
      <Box sx={{ flexGrow: 1, px: { xs: 2, sm: 3 }, py: 2 }}>
        <RequestNotice id={approvalId} title={t("actions.approval.sent")} />
      </Box>
      <CloseFooter locked={false} onClose={onClose} />
    </>
  );
}
