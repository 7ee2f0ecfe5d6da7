import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import { Link, useLocation } from "react-router";
import { may } from "../providers/me";
import { navigation, pageOf, pathOf } from "./navigation";
import { useMe } from "./useMe";

/** The left side: the pages that this role may open, in groups. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const translate = useTranslate();
  const { pathname } = useLocation();
  const { data: me } = useMe();
  const current = pageOf(pathname)?.name;
  if (!me) return null;

  return (
    <Box component="nav" aria-label={translate("layout.navigation")} sx={{ px: 1, py: 1 }}>
      {navigation.map(({ name: group, entries }) => {
        const open = entries.filter(({ name, subject = name }) => may(me, subject, "read"));
        if (open.length === 0) return null;
        const heading = group && translate(`layout.groups.${group}`);
        return (
          <Box
            key={group}
            component={heading ? "section" : "div"}
            aria-label={heading ?? undefined}
            sx={{ mb: 0.5 }}
          >
            {heading ? (
              <Box
                aria-hidden
                sx={{
                  height: 28,
                  px: 1.25,
                  display: "flex",
                  alignItems: "center",
                  fontSize: 12,
                  fontWeight: 500,
                  color: "text.muted",
                }}
              >
                {heading}
              </Box>
            ) : null}
            {open.map((page) => {
              const { name, icon: Icon } = page;
              const selected = name === current;
              return (
                <Box
                  key={name}
                  component={Link}
                  to={pathOf(page)}
                  onClick={onNavigate}
                  aria-current={selected ? "page" : undefined}
                  sx={{
                    display: "flex",
                    alignItems: "center",
                    gap: 1.25,
                    height: 30,
                    px: 1.25,
                    borderRadius: "6px",
                    textDecoration: "none",
                    fontWeight: selected ? 600 : 400,
                    color: selected ? "primary.main" : "text.secondary",
                    bgcolor: selected ? "action.selected" : "transparent",
                    "@media (pointer: coarse)": { height: 44 },
                    "&:hover": { bgcolor: selected ? "action.selected" : "surface.subtle" },
                  }}
                >
                  <Icon sx={{ fontSize: 18 }} />
                  {translate(`resources.${name}.name`, { smart_count: 2 })}
                </Box>
              );
            })}
          </Box>
        );
      })}
    </Box>
  );
}
