import Chip, { type ChipProps } from "@mui/material/Chip";
import { useTranslate } from "react-admin";

const variants: Record<string, ChipProps["variant"]> = {
  free: "outlined",
  pro: "neutral",
  premium: "inverted",
};

export function PlanChip({ plan }: { plan: string }) {
  const translate = useTranslate();
  return (
    <Chip
      variant={variants[plan] ?? "outlined"}
      label={translate(`display.plan.${plan}`, { _: plan })}
    />
  );
}
