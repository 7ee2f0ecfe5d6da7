import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import { useGetList, useTranslate } from "react-admin";
import { ErrorState } from "../display/ErrorState";
import { PageHead } from "../layout/PageHead";
import { type AccessRuleRow, statusLines } from "./accessRuleRow";
import { PriceTable } from "./PriceTable";
import { SeveralTable } from "./SeveralTable";
import { ShortRule } from "./ShortRule";
import { StatusTable } from "./StatusTable";

/** Who has which plan, and why: the rule in words, and as the table that it answers itself. */
export default function AccessRulePage() {
  const t = useTranslate();
  const { data, error, refetch } = useGetList<AccessRuleRow>(
    "access_rule",
    { pagination: { page: 1, perPage: 500 }, sort: { field: "position", order: "ASC" } },
    { retry: false },
  );
  const lines = statusLines(data ?? []);
  return (
    <>
      <PageHead
        title={t("resources.access_rule.name", { smart_count: 2 })}
        note={t("access_rule.note")}
      />
      {error && !data ? (
        <Paper>
          <ErrorState
            error={error}
            title={t("access_rule.failed")}
            onRetry={() => void refetch()}
          />
        </Paper>
      ) : (
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
          {data ? (
            <>
              <ShortRule lines={lines} />
              <StatusTable lines={lines} />
              <SeveralTable rows={data.filter(({ part }) => part === "several")} />
            </>
          ) : (
            <Waiting />
          )}
          <PriceTable />
        </Box>
      )}
    </>
  );
}

/** As high as what comes. */
function Waiting() {
  return [196, 540, 1120].map((height) => (
    <Skeleton key={height} variant="rounded" height={height} aria-busy />
  ));
}
