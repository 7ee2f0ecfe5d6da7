import ScienceOutlined from "@mui/icons-material/ScienceOutlined";
import Chip from "@mui/material/Chip";
import Tooltip from "@mui/material/Tooltip";
import { useTranslate } from "react-admin";
import type { Environment } from "../providers/settings";

/** Which data one is looking at; always there, so that nobody has to wonder. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
  const translate = useTranslate();
  const demo = environment === "demo";
  return (
    <Tooltip describeChild title={translate(`layout.environment_detail.${environment}`)}>
      <Chip
        variant={demo ? "nodata" : "inverted"}
        icon={demo ? <ScienceOutlined /> : undefined}
        label={translate(`layout.environment.${environment}`)}
        sx={demo ? { color: "text.secondary" } : undefined}
      />
    </Tooltip>
  );
}
