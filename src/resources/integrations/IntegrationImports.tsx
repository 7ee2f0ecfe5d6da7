import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { ErrorState } from "../../display/ErrorState";
import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { useFilteredList } from "../../list/useFilteredList";
import type { ImportLog } from "../importLogs/importLog";
import { MonthText } from "../MonthText";
import type { Integration } from "./integration";

const SHOWN = 6;

/** The last imports of an integration, and the way to all of them. */
export function IntegrationImports({ integration: { id } }: { integration: Integration }) {
  const t = useTranslate();
  const listOf = useFilteredList();
  const filter = { integration_id: id };
  const { data, error, refetch } = useGetList<ImportLog>("import_logs", {
    filter,
    sort: { field: "created_at", order: "DESC" },
    pagination: { page: 1, perPage: SHOWN },
  });
  return (
    <Section
      flush
      title={t("resources.integrations.imports")}
      aside={
        <Link component={RouterLink} to={listOf("import_logs", filter)} variant="caption">
          {t("resources.integrations.all_imports")}
        </Link>
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={SHOWN * 36} sx={{ mx: 2, mb: 2 }} />
      ) : data.length === 0 ? (
        <Typography variant="body2" sx={{ px: 2, pb: 2, color: "text.muted" }}>
          {t("resources.integrations.no_import")}
        </Typography>
      ) : (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
          {data.map((row) => (
            <ImportLine key={row.id} row={row} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function ImportLine({ row }: { row: ImportLog }) {
  const t = useTranslate();
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: {
          xs: "minmax(0, 1fr) auto",
          md: "140px 176px 112px minmax(0, 1fr) 96px",
        },
        gridTemplateAreas: {
          xs: '"month status" "money at" "error error"',
          md: '"month status money error at"',
        },
        columnGap: 1.5,
        alignItems: "center",
        minHeight: 36,
        px: 2,
        py: 0.5,
        borderTop: 1,
        borderColor: "divider",
        fontSize: 13,
      }}
    >
      <Link component={RouterLink} to={`/import_logs/${row.id}/show`} sx={{ gridArea: "month" }}>
        <MonthText month={row.month} />
      </Link>
      <Box
        sx={{
          gridArea: "status",
          display: "flex",
          gap: 0.75,
          alignItems: "center",
          justifyContent: { xs: "flex-end", md: "flex-start" },
        }}
      >
        <StatusChip domain="import" status={row.status} />
        {row.dry_run ? (
          <Typography variant="caption" sx={{ color: "text.muted" }}>
            {t("fields.dry_run")}
          </Typography>
        ) : null}
      </Box>
      <Box sx={{ gridArea: "money", textAlign: { md: "right" } }}>
        <Money cents={row.revenue_cents} />
      </Box>
      <Typography
        variant="caption"
        title={row.error_message ?? undefined}
        sx={{
          gridArea: "error",
          color: "text.secondary",
          overflow: "hidden",
          textOverflow: "ellipsis",
          whiteSpace: "nowrap",
        }}
      >
        {row.error_message}
      </Typography>
      <Typography
        variant="caption"
        sx={{ gridArea: "at", color: "text.muted", textAlign: "right" }}
      >
        <RelativeTime at={row.created_at} />
      </Typography>
    </Box>
  );
}
