import HelpOutlined from "@mui/icons-material/HelpOutlined";
import Chip from "@mui/material/Chip";

/** Unknown is not good news: dashed, no fill. */
export function NoDataChip({ label }: { label: string }) {
  return <Chip variant="nodata" icon={<HelpOutlined />} label={label} />;
}
