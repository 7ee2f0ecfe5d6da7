import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import { type ReactNode, useMemo } from "react";
import { type RaRecord, useShowController, useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { ActionHost } from "../actions/ActionHost";
import { RecordActions } from "../actions/RecordActions";
import { actionsOf } from "../actions/registry";
import { guardedOf, targetsOf } from "../actions/targets";
import { useRecordGuards } from "../actions/useRecordGuards";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { errorFacts } from "../display/errorWords";
import { PageHead } from "../layout/PageHead";

type Props<Row extends RaRecord> = {
  resource: string;
  title: (row: Row) => string;
  /** What we would do about it. */
  recommended?: (row: Row) => ActionName | null;
  children: (row: Row) => ReactNode;
};

/** The Data API answers 406 to a question for one row when there is none. */
const ABSENT = [404, 406];

/** The page of one record: the way back to its list, then its sheets. */
export function RecordPage<Row extends RaRecord>(props: Props<Row>) {
  const { resource, title, recommended, children } = props;
  const translate = useTranslate();
  const { record, error, isPending, refetch } = useShowController<Row>({
    resource,
    queryOptions: { onError: () => undefined, retry: false },
  });
  const crumbs = [
    { label: translate(`resources.${resource}.name`, { smart_count: 2 }), to: `/${resource}` },
  ];
  const targets = useMemo(() => (record ? targetsOf(resource, record) : []), [record, resource]);
  const guards = useRecordGuards(
    record && actionsOf(resource).length > 0 ? guardedOf(resource, record) : null,
  );
  if (record) {
    return (
      <ActionHost resource={resource} targets={targets} guards={guards}>
        <PageHead title={title(record)} crumbs={crumbs} />
        <RecordActions recommended={recommended?.(record)} />
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)", maxWidth: 960 }}>
          {children(record)}
        </Box>
      </ActionHost>
    );
  }
  const absent = ABSENT.includes(errorFacts(error).status ?? 0);
  return (
    <>
      <PageHead
        title={translate(`resources.${resource}.name`, { smart_count: 1 })}
        crumbs={crumbs}
      />
      <Paper sx={{ maxWidth: 960 }}>
        {isPending ? (
          <Box sx={{ p: 2, display: "grid", gap: 1.5 }}>
            {[0, 1, 2, 3, 4, 5].map((line) => (
              <Skeleton key={line} height={12} width={`${70 - (line % 3) * 15}%`} />
            ))}
          </Box>
        ) : absent ? (
          <EmptyState
            title={translate("display.error.gone_title")}
            detail={translate("display.error.gone")}
          />
        ) : (
          <ErrorState
            error={error}
            title={translate("display.error.page_title")}
            onRetry={() => refetch()}
          />
        )}
      </Paper>
    </>
  );
}
