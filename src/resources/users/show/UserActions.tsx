import Box from "@mui/material/Box";
import { ActionButton } from "../../../actions/ActionButton";
import { ActionMenu } from "../../../actions/ActionMenu";
import type { ActionTarget } from "../../../actions/definition";
import type { UserOverview } from "../overview";
import { contextualActions, recommendedAction } from "./suggestedActions";

type Props = { overview: UserOverview; target: ActionTarget };

/** What makes sense now, as buttons; the rest behind one menu. */
export function UserActions({ overview, target }: Props) {
  const recommended = recommendedAction(overview);
  const shown = contextualActions(overview);
  return (
    <Box
      sx={{
        display: { xs: recommended && shown.length < 2 ? "none" : "flex", sm: "flex" },
        flexWrap: "wrap",
        gap: 1,
        px: 2,
        py: 1.25,
        borderTop: 1,
        borderColor: "divider",
        bgcolor: { sm: "background.default" },
        borderRadius: "0 0 8px 8px",
      }}
    >
      {shown.map((name) => (
        <Box
          key={name}
          sx={{
            // On a phone it stands at the bottom edge instead.
            display: { xs: name === recommended ? "none" : "flex", sm: "flex" },
            flex: { xs: "1 1 0", sm: "0 0 auto" },
          }}
        >
          <ActionButton wide action={name} record={target} recommended={name === recommended} />
        </Box>
      ))}
      <Box sx={{ display: { xs: "none", sm: "block" }, flexGrow: 1 }} />
      <Box sx={{ display: { xs: recommended ? "none" : "block", sm: "block" } }}>
        <ActionMenu except={shown} />
      </Box>
    </Box>
  );
}

/** Phones: what we would do, within reach of the thumb. */
export function RecommendedBar({ overview, target }: Props) {
  const recommended = recommendedAction(overview);
  if (!recommended) return null;
  return (
    <Box
      sx={{
        display: { xs: "flex", sm: "none" },
        position: "fixed",
        insetInline: 0,
        bottom: 0,
        zIndex: "appBar",
        gap: 1,
        p: 1.5,
        bgcolor: "background.paper",
        borderTop: 1,
        borderColor: "divider",
        "& button": { height: 44 },
      }}
    >
      <ActionButton wide action={recommended} record={target} recommended />
      <ActionMenu compact except={contextualActions(overview)} />
    </Box>
  );
}
