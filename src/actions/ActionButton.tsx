import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { MouseEvent } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { useActionHost } from "./ActionHost";
import type { ActionTarget } from "./definition";
import type { Guard } from "./guard";
import { registry } from "./registry";
import { homeOf, pathOf } from "./targets";
import { useOffReason } from "./useOffReason";

type Props = {
  action: ActionName;
  record: ActionTarget;
  /** What we would do: the one filled button of a view. */
  recommended?: boolean;
  /** Where the page has several records of a kind: what the rules say of this one. */
  guard?: Guard;
  /** Takes the width it is given, as on a phone. */
  wide?: boolean;
};

/** Opens the drawer of an action: here when the page is about this record, else on its page. */
export function ActionButton(props: Props) {
  const { action, record, recommended = false, guard, wide = false } = props;
  const t = useTranslate();
  const host = useActionHost();
  const navigate = useNavigate();
  const offReason = useOffReason(record);
  const { icon: Icon } = registry[action];
  const same = ({ kind, id }: ActionTarget) => kind === record.kind && id === record.id;
  const here = host?.targets?.some(same) ? host : null;
  const off = offReason(action, guard ?? here?.guards[action]);

  const open = (event: MouseEvent<HTMLElement>) => {
    if (here) {
      const several = (here.targets ?? []).filter(({ kind }) => kind === record.kind).length > 1;
      return here.open(action, event.currentTarget, several ? { on: record.id } : {});
    }
    const page = pathOf(record);
    const on = page ? "" : `&target=${encodeURIComponent(record.id)}`;
    navigate(`${page ?? `/${homeOf(record.kind)}`}?action=${action}${on}`, { state: null });
  };

  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        // On a phone the reason stands beneath its button.
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 1,
        rowGap: 0.5,
        flex: wide ? "1 1 0" : undefined,
      }}
    >
      <Button
        fullWidth={wide}
        startIcon={<Icon />}
        disabled={off !== null}
        onClick={open}
        onMouseEnter={here?.preload}
        onFocus={here?.preload}
        {...(recommended ? { variant: "contained" as const, color: "primary" as const } : {})}
      >
        {t(`actions.${action}.title`)}
      </Button>
      {off ? (
        <Typography variant="caption" sx={{ color: "text.muted" }}>
          {off}
        </Typography>
      ) : null}
    </Box>
  );
}
