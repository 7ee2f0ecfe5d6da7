import CheckOutlined from "@mui/icons-material/CheckOutlined";
import LinkOutlined from "@mui/icons-material/LinkOutlined";
import Button from "@mui/material/Button";
import { useEffect, useState } from "react";
import { useCreatePath, useTranslate } from "react-admin";
import { useHref } from "react-router";
import { useCopy } from "../display/useCopy";

/** Copies the address of a record's page. */
export function CopyLinkButton({ resource, id }: { resource: string; id: string }) {
  const t = useTranslate();
  const href = useHref(useCreatePath()({ resource, type: "show", id }));
  const copyText = useCopy();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <Button
      startIcon={copied ? <CheckOutlined /> : <LinkOutlined />}
      onClick={async () => setCopied(await copyText(new URL(href, window.location.href).href))}
    >
      {t(copied ? "actions.result.link_copied" : "actions.result.copy_link")}
    </Button>
  );
}
