import LogoutOutlined from "@mui/icons-material/LogoutOutlined";
import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Divider from "@mui/material/Divider";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useColorScheme } from "@mui/material/styles";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useState } from "react";
import { useLocaleState, useLogout, useTranslate } from "react-admin";
import type { Me } from "../providers/me";
import { initials } from "./initials";

const SCHEMES = ["system", "light", "dark"] as const;
const LOCALES = [
  { locale: "fr", name: "Français" },
  { locale: "en", name: "English" },
];

const heading = { lineHeight: "28px", fontSize: 12, px: 1.25, bgcolor: "transparent" } as const;

/** Who is signed in and as what; language, light or dark, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const translate = useTranslate();
  const logout = useLogout();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [locale, setLocale] = useLocaleState();
  const { mode = "system", setMode } = useColorScheme();
  const name = me.name ?? me.email;
  const role = translate(`resources.staff.role.${me.role}`);
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"), { noSsr: true });
  const close = () => setAnchor(null);

  return (
    <>
      <ButtonBase
        onClick={(event) => setAnchor(event.currentTarget)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={narrow ? translate("layout.account", { name }) : undefined}
        sx={{ gap: 1, borderRadius: "6px", px: 0.5, minHeight: 40, textAlign: "left" }}
      >
        <Box
          aria-hidden
          sx={{
            display: "grid",
            placeContent: "center",
            borderRadius: "50%",
            width: 26,
            height: 26,
            typography: "caption",
            fontSize: 11,
            fontWeight: 600,
            color: "text.secondary",
            bgcolor: "surface.subtle",
            border: 1,
            borderColor: "divider",
            // Drawn, not said: the name beside it or the button's own name says who it is.
            "&::before": { content: `"${initials(name)}"` },
          }}
        />
        {narrow ? null : (
          <Box>
            <Typography
              variant="caption"
              component="span"
              sx={{ display: "block", fontWeight: 500 }}
            >
              {name}
            </Typography>
            <Typography
              variant="caption"
              component="span"
              sx={{ display: "block", color: "text.muted" }}
            >
              {role}
            </Typography>
          </Box>
        )}
      </ButtonBase>
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { sx: { width: 240 } } }}
      >
        <Box component="li" role="presentation" sx={{ px: 1.25, py: 0.75 }}>
          <Typography variant="body2" sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>
            {me.email}
          </Typography>
          <Typography variant="caption" sx={{ color: "text.muted" }}>
            {translate("layout.role", { role })}
          </Typography>
        </Box>
        <Divider />
        <ListSubheader role="presentation" sx={heading}>
          {translate("layout.language")}
        </ListSubheader>
        {LOCALES.map((choice) => (
          <MenuItem
            key={choice.locale}
            role="menuitemradio"
            aria-checked={choice.locale === locale}
            selected={choice.locale === locale}
            onClick={() => {
              close();
              setLocale(choice.locale);
            }}
            lang={choice.locale}
          >
            {choice.name}
          </MenuItem>
        ))}
        <ListSubheader role="presentation" sx={heading}>
          {translate("layout.appearance")}
        </ListSubheader>
        {SCHEMES.map((scheme) => (
          <MenuItem
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === mode}
            selected={scheme === mode}
            onClick={() => setMode(scheme)}
          >
            {translate(`layout.scheme.${scheme}`)}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem onClick={() => logout()}>
          <LogoutOutlined sx={{ fontSize: 16, mr: 1, color: "text.secondary" }} />
          {translate("layout.sign_out")}
        </MenuItem>
      </Menu>
    </>
  );
}
