import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import { useGetList, useTranslate } from "react-admin";
import type { Subject } from "../../../supabase/functions/_shared/contract";
import { contracts } from "../../../supabase/functions/_shared/contracts";
import { AgeText } from "../../display/AgeText";
import { ErrorState } from "../../display/ErrorState";
import { Section } from "../../display/Section";
import { StaleBanner } from "../../display/StaleBanner";
import { PageHead } from "../../layout/PageHead";
import { ActionHost } from "../ActionHost";
import type { ActionDefinition } from "../definition";
import { registry } from "../registry";
import { ActionEntry, ActionHeads } from "./ActionEntry";
import type { ActionRow } from "./actionRow";

const REFRESH_EVERY = 30_000;

const RISKS = ["low", "medium", "high"];

/** What harms least comes first. */
const byRisk = (one: ActionDefinition, other: ActionDefinition) =>
  Number(one.dangerous) - Number(other.dangerous) ||
  RISKS.indexOf(contracts[one.name].risk) - RISKS.indexOf(contracts[other.name].risk);

/** Every action by what it is about: what it does, who may, how it went the last time, and a way to start it. */
export default function ActionsPage() {
  const t = useTranslate();
  const { data, error, refetch, dataUpdatedAt } = useGetList<ActionRow>(
    "actions",
    { pagination: { page: 1, perPage: 100 }, sort: { field: "name", order: "ASC" } },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  const rows = new Map(data?.map((row) => [row.name, row]));
  const groups: [Subject, ActionDefinition[]][] = [
    ...Map.groupBy(Object.values(registry).toSorted(byRisk), ({ subject }) => subject),
  ];

  return (
    <ActionHost resource={null}>
      <PageHead
        title={t("resources.actions.name", { smart_count: 2 })}
        note={data && !error ? <AgeText at={dataUpdatedAt} /> : null}
      />
      {error && data ? <StaleBanner at={dataUpdatedAt} onRetry={() => void refetch()} /> : null}
      {error && !data ? (
        <Paper sx={{ mb: 2 }}>
          <ErrorState
            error={error}
            title={t("action_page.failed")}
            onRetry={() => void refetch()}
          />
        </Paper>
      ) : null}
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
        {groups.map(([subject, definitions]) => (
          <Section key={subject} flush title={t(`action_page.group.${subject}`)}>
            <ActionHeads />
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
              {definitions.map((definition) => (
                <ActionEntry
                  key={definition.name}
                  definition={definition}
                  row={rows.get(definition.name) ?? null}
                  pending={!data && !error}
                />
              ))}
            </Box>
          </Section>
        ))}
      </Box>
    </ActionHost>
  );
}
