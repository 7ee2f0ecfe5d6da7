import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { LineTable } from "../display/LineTable";
import { Section } from "../display/Section";
import type { AccessRuleRow } from "./accessRuleRow";
import { ResultText } from "./ResultText";

/** Several subscriptions, and grants beside them. */
export function SeveralTable({ rows }: { rows: readonly AccessRuleRow[] }) {
  const t = useTranslate();
  const title = t("access_rule.several.title");
  return (
    <Section flush title={title}>
      <LineTable
        label={title}
        columns="minmax(0, 1.2fr) minmax(0, 1.2fr) 104px minmax(0, 1.7fr)"
        heads={[
          t("access_rule.several.head"),
          t("access_rule.result"),
          t("access_rule.decides"),
          t("access_rule.meaning"),
        ]}
        rows={rows.map((row) => ({
          key: row.id,
          cells: [
            <Sources key="sources" row={row} />,
            <ResultText key="result" row={row} />,
            t(`user.facts.source.${row.source}`),
            t(`access_rule.several.${row.id}`),
          ],
        }))}
      />
    </Section>
  );
}

/** What the customer has; the one that decides is strong. */
function Sources({ row: { sources, record_id } }: { row: AccessRuleRow }) {
  const t = useTranslate();
  if (sources.length === 0) return t("access_rule.piece.none");
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
      {sources.map(({ id, name }) => (
        <Box component="li" key={id} sx={{ fontWeight: id === record_id ? 600 : 400 }}>
          {t(`access_rule.piece.${name}`)}
        </Box>
      ))}
    </Box>
  );
}
