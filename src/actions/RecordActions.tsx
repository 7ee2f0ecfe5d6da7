import Box from "@mui/material/Box";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { ActionButton } from "./ActionButton";
import { useActionHost } from "./ActionHost";
import { ActionMenu } from "./ActionMenu";
import { actionsOf } from "./registry";

/** So many stand as buttons; more would be a menu to search through anyway. */
const AS_BUTTONS = 3;

/** The actions of the page's record: what we would do, then others as buttons, with why one is off; the rest behind one menu. */
export function RecordActions({ recommended = null }: { recommended?: ActionName | null }) {
  const host = useActionHost();
  const offered = actionsOf(host?.resource ?? null).flatMap(({ name, subject, dangerous }) => {
    const target = host?.targets?.find(({ kind }) => kind === subject);
    return target ? [{ name, target, dangerous }] : [];
  });
  if (offered.length === 0) return null;
  const shown = offered
    .filter(({ dangerous }) => !dangerous)
    .sort((a, b) => Number(b.name === recommended) - Number(a.name === recommended))
    .slice(0, AS_BUTTONS);
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 2 }}>
      {shown.map(({ name, target }) => (
        <ActionButton
          key={name}
          action={name}
          record={target}
          recommended={name === recommended && host?.guards[name]?.allowed}
        />
      ))}
      <ActionMenu except={shown.map(({ name }) => name)} />
    </Box>
  );
}
