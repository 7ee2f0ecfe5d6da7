import MenuOutlined from "@mui/icons-material/MenuOutlined";
import SearchOutlined from "@mui/icons-material/SearchOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link, useLocation } from "react-router";
import { settings } from "../providers/settings";
import { AccountMenu } from "./AccountMenu";
import { EnvironmentBadge } from "./EnvironmentBadge";
import { IncidentClock } from "./IncidentClock";
import { Mark } from "./Mark";
import { pageOf } from "./navigation";
import { QuickSearch } from "./QuickSearch";
import { useMe } from "./useMe";

const bar = {
  position: "sticky",
  top: 0,
  zIndex: "appBar",
  display: "flex",
  alignItems: "center",
  gap: 1.5,
  height: 48,
  bgcolor: "background.paper",
  borderBottom: 1,
  borderColor: "divider",
} as const;

type Props = { onOpenNavigation: () => void };

export function TopBar({ onOpenNavigation }: Props) {
  const wide = useMediaQuery((theme) => theme.breakpoints.up("md"), { noSsr: true });
  return wide ? <WideBar /> : <NarrowBar onOpenNavigation={onOpenNavigation} />;
}

function WideBar() {
  const translate = useTranslate();
  const { data: me } = useMe();
  return (
    <Box component="header" sx={{ ...bar, px: 2 }}>
      <Box
        component={Link}
        to="/"
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          width: 208,
          color: "text.primary",
          textDecoration: "none",
          fontSize: 14,
        }}
      >
        <Mark />
        <Box component="span" sx={{ fontWeight: 600 }}>
          Comptalyze
        </Box>{" "}
        <Box component="span" sx={{ color: "text.secondary" }}>
          {translate("layout.product")}
        </Box>
      </Box>
      <Box sx={{ flexGrow: 1, pl: 1.5 }}>
        <QuickSearch />
      </Box>
      <IncidentClock />
      <EnvironmentBadge environment={me?.environment ?? settings.environment} />
      {me ? <AccountMenu me={me} /> : null}
    </Box>
  );
}

function NarrowBar({ onOpenNavigation }: Props) {
  const translate = useTranslate();
  const { pathname } = useLocation();
  const { data: me } = useMe();
  const [searching, setSearching] = useState(false);
  const page = pageOf(pathname);
  if (searching) {
    return (
      <Box component="header" sx={{ ...bar, px: 1.5 }} onBlur={() => setSearching(false)}>
        <QuickSearch autoFocus onDone={() => setSearching(false)} />
      </Box>
    );
  }
  return (
    <Box component="header" sx={{ ...bar, px: 0.5, gap: 0.5 }}>
      <IconButton aria-label={translate("layout.open_navigation")} onClick={onOpenNavigation}>
        <MenuOutlined sx={{ fontSize: 20 }} />
      </IconButton>
      <Box sx={{ flexGrow: 1, fontSize: 14, fontWeight: 600 }} aria-hidden>
        {page ? translate(`resources.${page.name}.name`, { smart_count: 2 }) : "Comptalyze"}
      </Box>
      <IncidentClock short />
      <EnvironmentBadge environment={me?.environment ?? settings.environment} />
      <IconButton aria-label={translate("layout.search_label")} onClick={() => setSearching(true)}>
        <SearchOutlined sx={{ fontSize: 20 }} />
      </IconButton>
      {me ? <AccountMenu me={me} /> : null}
    </Box>
  );
}
