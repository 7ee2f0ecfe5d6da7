import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { StartActionButton } from "../../actions/StartActionButton";
import { FoldedSection } from "../../display/FoldedSection";
import { RelativeTime } from "../../display/RelativeTime";
import { useFormat } from "../../i18n/useFormat";
import { useFilteredList } from "../../list/useFilteredList";
import { type ImportFailure, MENDED_BY } from "./importFailure";

const REFRESH_EVERY = 60_000;

/** What still fails, in one line; unfolded, one for each cause with what mends it. */
export function ImportFailures() {
  const t = useTranslate();
  const format = useFormat();
  const { data } = useGetList<ImportFailure>(
    "import_failures",
    {
      sort: { field: "open", order: "DESC" },
      pagination: { page: 1, perPage: 10 },
    },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  const imports = data?.reduce((sum, failure) => sum + failure.open, 0) ?? 0;
  const words = (key: string, count: number) =>
    t(`resources.import_logs.failures.${key}`, {
      smart_count: count,
      count: format.number(count),
    });
  const counted = [words("open", imports), words("causes", data?.length ?? 0)].join(" · ");
  return (
    <FoldedSection
      title={t("resources.import_logs.failures.title")}
      summary={data && (imports > 0 ? counted : null)}
      nothing={t("resources.import_logs.failures.none")}
    >
      {data?.map((failure) => (
        <FailureLine key={failure.id} failure={failure} />
      ))}
    </FoldedSection>
  );
}

function FailureLine({ failure }: { failure: ImportFailure }) {
  const t = useTranslate();
  const format = useFormat();
  const listOf = useFilteredList();
  const { cause, open, customers, months, example, last_at } = failure;
  const words = (key: string, args = {}) => t(`resources.import_logs.failures.${key}`, args);
  const counted = (key: string, count: number) =>
    words(key, { smart_count: count, count: format.number(count) });
  const months_named = months.slice(0, 3).map(format.month).join(", ");
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: "minmax(0, 1fr) auto",
        columnGap: { xs: 1, md: 2 },
        alignItems: "center",
        px: 2,
        py: 1,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Box
          sx={{ display: "flex", flexWrap: "wrap", alignItems: "baseline", columnGap: 1, mb: 0.25 }}
        >
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {t(`status.cause.${cause}`, { _: cause })}
          </Typography>
          <Link
            component={RouterLink}
            to={listOf("import_logs", { open: "true", cause })}
            variant="body2"
          >
            {counted("open", open)}
          </Link>
          <Typography variant="caption" sx={{ color: "text.muted" }}>
            {[counted("customers", customers), months_named].filter(Boolean).join(" · ")} ·{" "}
            <RelativeTime at={last_at} />
          </Typography>
        </Box>
        <Typography
          variant="caption"
          component="p"
          title={example ?? undefined}
          sx={{
            m: 0,
            color: "text.secondary",
            overflow: "hidden",
            textOverflow: "ellipsis",
            whiteSpace: "nowrap",
          }}
        >
          {example}
        </Typography>
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Mend failure={failure} />
      </Box>
    </Box>
  );
}

/** What one does about a cause. */
function Mend({ failure: { cause, months } }: { failure: ImportFailure }) {
  const t = useTranslate();
  const listOf = useFilteredList();
  const by = MENDED_BY[cause] ?? "again";
  const [month] = months;
  if (by === "again" && month) {
    return (
      <StartActionButton
        action="rerun-imports"
        values={{ month, reach: "failed", provider: "" }}
        label={t("resources.import_logs.failures.again")}
      />
    );
  }
  const filter = by === "token" ? { status: "expired" } : { cause: "reconnect" };
  return (
    <Button component={RouterLink} to={listOf("integrations", filter)}>
      {t(`resources.import_logs.failures.${by}`)}
    </Button>
  );
}
