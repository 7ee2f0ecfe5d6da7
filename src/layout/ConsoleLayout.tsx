import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import Link from "@mui/material/Link";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslate } from "react-admin";
import { StaffGate } from "../auth/StaffGate";
import { FailureBoundary } from "./FailureBoundary";
import { Navigation } from "./Navigation";
import { TopBar } from "./TopBar";
import { useContentFocus } from "./useContentFocus";

export const NAVIGATION_WIDTH = 224;

/** The frame of every page: bar on top, pages on the left, content. */
export function ConsoleLayout({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const wide = useMediaQuery((theme) => theme.breakpoints.up("md"), { noSsr: true });
  const [open, setOpen] = useState(false);
  const content = useContentFocus();

  return (
    <StaffGate>
      <Link
        href="#content"
        sx={{
          position: "absolute",
          left: 8,
          top: -40,
          zIndex: "tooltip",
          bgcolor: "background.paper",
          px: 1,
          "&:focus": { top: 8 },
        }}
      >
        {translate("layout.skip")}
      </Link>
      <TopBar onOpenNavigation={() => setOpen(true)} />
      <Box sx={{ display: "flex", alignItems: "stretch", minHeight: "calc(100vh - 48px)" }}>
        {wide ? (
          <Box
            sx={{ width: NAVIGATION_WIDTH, flexShrink: 0, borderRight: 1, borderColor: "divider" }}
          >
            <Box
              sx={{
                position: "sticky",
                top: 48,
                maxHeight: "calc(100vh - 48px)",
                overflowY: "auto",
              }}
            >
              <Navigation />
            </Box>
          </Box>
        ) : (
          <Drawer
            open={open}
            onClose={() => setOpen(false)}
            slotProps={{
              paper: {
                "aria-label": translate("layout.navigation"),
                sx: { width: 264, bgcolor: "background.default" },
              },
            }}
          >
            <Navigation onNavigate={() => setOpen(false)} />
          </Drawer>
        )}
        <Box
          component="main"
          id="content"
          ref={content}
          tabIndex={-1}
          sx={{
            flexGrow: 1,
            minWidth: 0,
            outline: "none",
            px: { xs: 1.5, md: 3 },
            py: { xs: 1.5, md: 2.5 },
          }}
        >
          <Box sx={{ maxWidth: 1680, mx: "auto" }}>
            <FailureBoundary>
              <Suspense fallback={null}>{children}</Suspense>
            </FailureBoundary>
          </Box>
        </Box>
      </Box>
    </StaffGate>
  );
}
