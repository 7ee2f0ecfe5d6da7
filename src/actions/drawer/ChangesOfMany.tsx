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

/** The changes of one target as a table; those of several, one after the other in one scroll. */
export function ChangesOfMany({ definition, scene, changes, unchanged }: Props) {
  const t = useTranslate();
  const one = (of: readonly Change[]) => (
    <ChangesTable
      changes={of}
      unchanged={unchanged}
      definition={definition}
      afterWords={(field, after) => definition.afterWords?.(field, after, scene) ?? null}
    />
  );
  /** A customer and a subscription read as one; of several subscriptions each is named. */
  const table = (of: readonly Change[]) => {
    const records = [...Map.groupBy(of, ({ entity, id }) => `${entity} ${id}`)];
    if (records.length <= 2) return one(of);
    return records.map(([key, [first, ...more]]) =>
      first ? (
        <Box key={key} sx={{ mb: 1 }}>
          {first.entity === "user" ? null : (
            <Typography variant="caption" component="p" sx={{ m: 0, mb: 0.5, color: "text.muted" }}>
              {t(`actions.entity.${first.entity}`, { id: first.id, _: first.id })}
            </Typography>
          )}
          {one([first, ...more])}
        </Box>
      ) : null,
    );
  };
  if (scene.count <= 1 || changes.length === 0) return <>{table(changes)}</>;

  const groups = [...Map.groupBy(changes, (change) => ownerOf(change, scene))];
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
        {groups.map(([owner, of]) => (
          <div key={owner}>
            <Typography
              variant="caption"
              component="p"
              sx={{ m: 0, mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}
            >
              {owner}
            </Typography>
            {table(of)}
          </div>
        ))}
      </Box>
    </Box>
  );
}

/** What the target of the run is called that a change belongs to: one customer, several subscriptions. */
function ownerOf({ entity, id }: Change, { targets, labels = [], t }: Scene): string {
  const same = (target: { kind: string; id: string }) => target.kind === entity && target.id === id;
  const owner =
    labels.find(({ records }) => records?.includes(id)) ?? targets.find(same) ?? labels.find(same);
  return owner?.label ?? t(`actions.entity.${entity}`, { id, _: id });
}
