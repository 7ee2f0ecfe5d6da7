import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { Change, PreviewAnswer } from "../../../supabase/functions/_shared/contract";
import { ChangesTable } from "../ChangesTable";
import type { ActionDefinition, Scene } from "../definition";

type Props = {
  definition: ActionDefinition;
  scene: Scene;
  changes: readonly Change[];
  unchanged?: PreviewAnswer["unchanged"];
};

/** The changes of one record as a table; those of several, record by record in one scroll. */
export function ChangesOfMany({ definition, scene, changes, unchanged }: Props) {
  const t = useTranslate();
  const table = (of: readonly Change[]) => (
    <ChangesTable
      changes={of}
      unchanged={unchanged}
      definition={definition}
      afterWords={(field, after) => definition.afterWords?.(field, after, scene) ?? null}
    />
  );
  if (scene.count <= 1 || changes.length === 0) return table(changes);

  const records = Map.groupBy(changes, ({ entity, id }) => `${entity} ${id}`);
  const total = t("actions.preview.of_many", {
    label: scene.label,
    smart_count: changes.length,
    count: scene.format.number(changes.length),
  });
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Typography variant="body2">{total}</Typography>
      <Box
        role="group"
        aria-label={total}
        // Scrolls, and so must be reachable by the keyboard.
        tabIndex={0}
        sx={{
          display: "grid",
          gap: 1.5,
          maxHeight: 360,
          overflowY: "auto",
          p: 1.25,
          border: 1,
          borderColor: "divider",
          borderRadius: "6px",
          bgcolor: "background.default",
          "& table": { bgcolor: "background.paper" },
        }}
      >
        {[...records].map(([key, of]) => (
          <div key={key}>
            <Typography
              variant="caption"
              component="p"
              sx={{ m: 0, mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}
            >
              <RecordName change={of[0]} scene={scene} />
            </Typography>
            {table(of)}
          </div>
        ))}
      </Box>
    </Box>
  );
}

function RecordName({ change, scene }: { change: Change | undefined; scene: Scene }) {
  if (!change) return null;
  const same = ({ kind, id }: { kind: string; id: string }) =>
    kind === change.entity && id === change.id;
  const known = scene.targets.find(same) ?? scene.labels?.find(same);
  return (
    known?.label ?? scene.t(`actions.entity.${change.entity}`, { id: change.id, _: change.id })
  );
}
