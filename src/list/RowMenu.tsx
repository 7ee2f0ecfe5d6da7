import MoreHorizOutlined from "@mui/icons-material/MoreHorizOutlined";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslate } from "react-admin";

type Props = {
  name: string;
  width?: number;
  /** The entries. `opener` is the button that the focus goes back to. */
  children: (opener: HTMLElement) => ReactNode;
};

/** The dots at the end of a row. The menu is only built while it is open. */
export function RowMenu({ name, width, children }: Props) {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        aria-label={translate("list.row_menu", { name })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ color: "text.secondary", p: "5px" }}
      >
        <MoreHorizOutlined sx={{ fontSize: 16 }} />
      </IconButton>
      {/* Around the menu: it opens with its entries or not at all, so that the first one has the focus. */}
      <Suspense fallback={null}>
        {anchor ? (
          <Menu
            open
            anchorEl={anchor}
            onClose={close}
            onClick={close}
            anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
            transformOrigin={{ vertical: "top", horizontal: "right" }}
            slotProps={{ list: { sx: { width } } }}
          >
            {children(anchor)}
          </Menu>
        ) : null}
      </Suspense>
    </>
  );
}
