import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useFormat } from "../../i18n/useFormat";
import { useActionHost } from "../ActionHost";
import { actionsOf } from "../registry";
import { manyWords } from "../scene";
import { SELECTION } from "../selection";
import { useOffReason } from "../useOffReason";

/** The actions of a list that take many records at once, and nothing else. */
export default function BulkActions({ resource, count }: { resource: string; count: number }) {
  const t = useTranslate();
  const format = useFormat();
  const host = useActionHost();
  const offReason = useOffReason(null);
  if (!host) return null;

  const offered = actionsOf(resource).flatMap((definition) =>
    definition.most ? [{ ...definition, most: definition.most }] : [],
  );
  return offered.map(({ name, icon: Icon, most, subject }, index) => {
    const tooMany =
      count > most ? t("actions.too_many", { most: manyWords(subject, most, t, format) }) : null;
    const off = offReason(name, undefined) ?? tooMany;
    return (
      <span key={name} style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
        <Button
          startIcon={<Icon />}
          disabled={off !== null}
          onClick={(event) => host.open(name, event.currentTarget, { on: SELECTION })}
          onMouseEnter={host.preload}
          onFocus={host.preload}
          {...(index === 0 ? { variant: "contained" as const, color: "primary" as const } : {})}
        >
          {t(`actions.${name}.title`)}
        </Button>
        {off ? (
          <Typography variant="caption" sx={{ color: "text.secondary" }}>
            {off}
          </Typography>
        ) : null}
      </span>
    );
  });
}
