import LinkOutlined from "@mui/icons-material/LinkOutlined";
import { useNotify, useTranslate } from "react-admin";
import { useCopy } from "../display/useCopy";
import { HeadButton } from "./HeadButton";

/** The address holds the whole state of the page, so it can be sent to a colleague. */
export function CopyLinkButton() {
  const translate = useTranslate();
  const notify = useNotify();
  const copyText = useCopy();
  const copy = async () => {
    if (await copyText(window.location.href)) notify("list.link_copied", { type: "info" });
  };
  return <HeadButton icon={<LinkOutlined />} label={translate("list.copy_link")} onClick={copy} />;
}
