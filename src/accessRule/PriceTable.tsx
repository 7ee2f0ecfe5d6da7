import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { LineTable } from "../display/LineTable";
import { PlanChip } from "../display/PlanChip";
import { Section } from "../display/Section";
import { pricesSeen } from "./pricesSeen";

/** How a price at Stripe becomes a plan, before the rule looks at it. */
export function PriceTable() {
  const t = useTranslate();
  const title = t("access_rule.price.title");
  return (
    <Section
      flush
      title={title}
      footer={
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
          {t("access_rule.price.note")}
        </Typography>
      }
    >
      <LineTable
        label={title}
        columns="minmax(0, 1.2fr) 160px minmax(0, 2.2fr)"
        heads={[
          t("access_rule.price.head"),
          t("access_rule.price.result"),
          t("access_rule.meaning"),
        ]}
        rows={pricesSeen.map(({ name, plan, prices }) => ({
          key: name,
          cells: [
            <Prices key="prices" prices={prices} />,
            plan ? (
              <PlanChip key="plan" plan={plan} />
            ) : (
              <Chip key="plan" variant="warning" label={t("access_rule.price.finding")} />
            ),
            t(`access_rule.price.${name}`),
          ],
        }))}
      />
    </Section>
  );
}

function Prices({ prices }: { prices: readonly string[] }) {
  const t = useTranslate();
  if (prices.length === 0) return t("access_rule.price.none");
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
      {prices.map((price) => (
        <li key={price}>
          <Typography variant="mono">{price}</Typography>
        </li>
      ))}
    </Box>
  );
}
