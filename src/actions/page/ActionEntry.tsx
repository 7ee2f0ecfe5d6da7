import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { Fragment, type ReactNode } from "react";
import { useCreatePath, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { contracts } from "../../../supabase/functions/_shared/contracts";
import { useMe } from "../../layout/useMe";
import { may } from "../../providers/me";
import type { ActionDefinition } from "../definition";
import type { ActionRow } from "./actionRow";
import { RecentRuns } from "./RecentRuns";
import { StartButton } from "./StartButton";

const HEADS = ["what", "risk", "who", "where", "last"] as const;

const columnsSx = {
  display: "grid",
  columnGap: 2,
  px: 2,
  gridTemplateColumns: {
    xs: "minmax(0, 1fr)",
    md: "minmax(0, 1.3fr) 92px 96px 104px minmax(0, 1fr) 92px",
    lg: "minmax(0, 2.5fr) 196px 136px minmax(0, 1.35fr) minmax(0, 2.45fr) 144px",
  },
} as const;

/** What the columns are; on a narrow screen each value brings its own label. */
export function ActionHeads() {
  const t = useTranslate();
  return (
    <Box
      aria-hidden
      sx={{
        ...columnsSx,
        display: { xs: "none", md: "grid" },
        borderBottom: 1,
        borderColor: "divider",
        height: 32,
        whiteSpace: "nowrap",
        alignItems: "center",
        fontSize: 12,
        fontWeight: 500,
        color: "text.muted",
      }}
    >
      {HEADS.map((head) => (
        <span key={head}>{t(`action_page.${head}`)}</span>
      ))}
    </Box>
  );
}

type Props = {
  definition: ActionDefinition;
  /** What the database says of it. */
  row: ActionRow | null;
  pending: boolean;
};

/** One action: what it does, how risky, who may, where it stands, its last runs, and its start. */
export function ActionEntry({ definition, row, pending }: Props) {
  const t = useTranslate();
  const { name, icon: Icon, places } = definition;
  const { risk, undoable } = contracts[name];
  const wait = <Skeleton width={96} height={12} />;
  return (
    <Box
      component="li"
      sx={{
        ...columnsSx,
        rowGap: 1,
        py: 1.25,
        alignItems: "start",
        "& + &": { borderTop: 1, borderColor: "divider" },
      }}
    >
      <Box sx={{ display: "flex", gap: 1.25 }}>
        <Icon sx={{ fontSize: 18, mt: "1px", color: "text.secondary" }} />
        <div>
          <Typography variant="subtitle2" component="h3">
            {t(`actions.${name}.title`)}
          </Typography>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
            {t(`actions.${name}.hint`)}
          </Typography>
        </div>
      </Box>
      <Value label={t("action_page.risk")}>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
          <Chip
            variant={risk === "high" ? "error" : risk === "medium" ? "warning" : "neutral"}
            label={t(`actions.risk.${risk}`)}
          />
          <Chip
            variant={undoable ? "neutral" : "outlined"}
            label={t(undoable ? "actions.undoable" : "actions.irreversible")}
          />
        </Box>
      </Value>
      <Value label={t("action_page.who")}>
        {pending
          ? wait
          : row?.roles.map((role) => t(`resources.staff.role.${role}`, { _: role })).join(", ")}
      </Value>
      <Value label={t("action_page.where")}>
        <Places places={places} />
      </Value>
      <Value label={t("action_page.last")}>{pending ? wait : <RecentRuns row={row} />}</Value>
      <StartButton definition={definition} />
    </Box>
  );
}

function Value({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box
      sx={{
        display: "grid",
        columnGap: 1.5,
        gridTemplateColumns: { xs: "124px minmax(0, 1fr)", md: "minmax(0, 1fr)" },
        pl: { xs: 3.5, md: 0 },
        minHeight: 20,
      }}
    >
      <Box component="span" sx={{ display: { md: "none" }, color: "text.muted" }}>
        {label}
      </Box>
      <div>{children}</div>
    </Box>
  );
}

function Places({ places }: { places: readonly string[] }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  const { data: me } = useMe();
  const open = places.filter((resource) => me && may(me, resource, "read"));
  if (open.length === 0) return "–";
  return open.map((resource, index) => (
    <Fragment key={resource}>
      {index > 0 ? ", " : null}
      <Link
        component={RouterLink}
        to={createPath({ resource, type: "list" })}
        sx={{ whiteSpace: { lg: "nowrap" } }}
      >
        {t(`resources.${resource}.name`, { smart_count: 2 })}
      </Link>
    </Fragment>
  ));
}
