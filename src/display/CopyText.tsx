import CheckOutlined from "@mui/icons-material/CheckOutlined";
import ContentCopyOutlined from "@mui/icons-material/ContentCopyOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { type MouseEvent, useEffect, useState } from "react";
import { useTranslate } from "react-admin";
import { shortened } from "./shortened";
import { useCopy } from "./useCopy";

type Props = {
  value: string;
  /** Show the whole value, however long. */
  whole?: boolean;
  /** Shorten it beyond so many characters. */
  longest?: number;
  /** An e-mail reads as text; ids read as code. */
  mono?: boolean;
};

/** An id that can be read, recognised and copied. */
export function CopyText({ value, whole = false, longest, mono = true }: Props) {
  const translate = useTranslate();
  const copyText = useCopy();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async (event: MouseEvent) => {
    event.stopPropagation();
    setCopied(await copyText(value));
  };

  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, minWidth: 0 }}
    >
      <Typography
        component="span"
        variant={mono ? "mono" : "body2"}
        title={value}
        sx={{ overflowWrap: "anywhere" }}
      >
        {whole ? value : shortened(value, longest)}
      </Typography>
      <IconButton
        onClick={copy}
        aria-label={copied ? translate("common.copied") : translate("common.copy_value", { value })}
        sx={{ p: "3px", color: copied ? "success.main" : "text.muted" }}
      >
        {copied ? (
          <CheckOutlined sx={{ fontSize: 14 }} />
        ) : (
          <ContentCopyOutlined sx={{ fontSize: 14 }} />
        )}
      </IconButton>
    </Box>
  );
}
