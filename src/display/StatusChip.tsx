import Cancel from "@mui/icons-material/Cancel";
import CheckCircle from "@mui/icons-material/CheckCircle";
import Schedule from "@mui/icons-material/Schedule";
import SkipNext from "@mui/icons-material/SkipNext";
import Timelapse from "@mui/icons-material/Timelapse";
import Warning from "@mui/icons-material/Warning";
import Chip from "@mui/material/Chip";
import type { ReactElement } from "react";
import { useTranslate } from "react-admin";
import { type StatusDomain, type StatusShape, statuses, variantOf } from "./statuses";

const icons: Record<StatusShape, ReactElement | undefined> = {
  good: <CheckCircle />,
  attention: <Warning />,
  broken: <Cancel />,
  moving: <Timelapse />,
  waiting: <Schedule />,
  passed: <SkipNext />,
  fact: undefined,
};

type Props = {
  status: string;
  domain?: StatusDomain;
  /** Says more than the status's own word, for instance until when. */
  label?: string;
};

/** A status as shape, icon and word. A status that nobody foresaw is shown as it came, in neutral. */
export function StatusChip({ status, domain = "run", label }: Props) {
  const translate = useTranslate();
  const shape = statuses[domain][status] ?? "fact";
  return (
    <Chip
      variant={variantOf[shape]}
      icon={icons[shape]}
      label={label ?? translate(`status.${domain}.${status}`, { _: status })}
    />
  );
}
