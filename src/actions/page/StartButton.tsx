import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { useActionHost } from "../ActionHost";
import type { ActionDefinition } from "../definition";
import { useOffReason } from "../useOffReason";

/** Starts an action where no record is at hand: it needs none, or one can be looked for. Else says where to start. */
export function StartButton({ definition }: { definition: ActionDefinition }) {
  const t = useTranslate();
  const id = useId();
  const host = useActionHost();
  const off = useOffReason(null)(definition.name, undefined);
  const { name, alone, subject } = definition;
  const startable = alone || subject === "user";
  return (
    <Box
      sx={{
        display: "grid",
        justifyItems: { xs: "start", md: "end" },
        gap: 0.5,
        pl: { xs: 3.5, md: 0 },
      }}
    >
      {startable ? (
        <Button
          disabled={off !== null}
          aria-label={t("action_page.start_named", { action: t(`actions.${name}.title`) })}
          aria-describedby={off ? id : undefined}
          onClick={(event) => host?.open(name, event.currentTarget)}
          onMouseEnter={host?.preload}
          onFocus={host?.preload}
        >
          {t("action_page.start")}
        </Button>
      ) : null}
      {off || !startable ? (
        <Typography
          id={id}
          variant="caption"
          sx={{ color: "text.muted", textAlign: { xs: "left", md: "right" } }}
        >
          {off ?? t(`action_page.from.${subject}`)}
        </Typography>
      ) : null}
    </Box>
  );
}
