import Divider from "@mui/material/Divider";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import { useNotify, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionTarget } from "../../actions/definition";
import { RowActionItem } from "../../actions/RowActionItem";
import { useRecordGuards } from "../../actions/useRecordGuards";
import { useCopy } from "../../display/useCopy";
import { customerPath } from "../customerCells";
import { customerInStripe } from "../stripeLinks";
import type { User } from "./user";

const ACTIONS = ["grant-premium", "revoke-premium"] as const;

/** What one does from a row without opening it. */
export default function UserRowMenu({ user, ...first }: { user: User }) {
  const translate = useTranslate();
  const notify = useNotify();
  const copyText = useCopy();
  const copy = async (value: string) => {
    if (await copyText(value)) notify("common.copied", { type: "info" });
  };
  const target: ActionTarget = { kind: "user", id: user.id, label: user.email, name: user.name };
  const guards = useRecordGuards(target);
  return (
    <>
      {ACTIONS.map((action, index) => (
        <RowActionItem
          {...(index === 0 ? first : {})}
          key={action}
          action={action}
          target={target}
          guard={guards?.[action]}
        />
      ))}
      <Divider sx={{ my: 0.5 }} />
      <MenuItem component={RouterLink} to={customerPath(user.id)}>
        {translate("list.open_record")}
      </MenuItem>
      <MenuItem onClick={() => copy(user.email)}>{translate("list.copy_email")}</MenuItem>
      <MenuItem onClick={() => copy(user.id)}>{translate("list.copy_id")}</MenuItem>
      {user.stripe_customer_id ? (
        <MenuItem
          component={Link}
          href={customerInStripe(user.stripe_customer_id)}
          target="_blank"
          rel="noopener noreferrer"
        >
          {translate("common.open_in_stripe")}
        </MenuItem>
      ) : null}
    </>
  );
}
