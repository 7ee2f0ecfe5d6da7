import ChevronRightOutlined from "@mui/icons-material/ChevronRightOutlined";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { visuallyHidden } from "./visuallyHidden";

const hiddenBelow = "@media (max-width: 899.95px)";

export type Crumb = { label: string; to: string };

const wholeTitle = { flexGrow: 1, overflowWrap: "anywhere", minWidth: 0 } as const;

/** On a phone the bar already names the list; the title stays for those who hear the page. */
const listTitle = {
  ...wholeTitle,
  [hiddenBelow]: visuallyHidden,
} as const;

type Props = {
  title: string;
  /** The lists above this page, first to last. */
  crumbs?: Crumb[];
  /** Small and muted: the age of what is shown. */
  note?: ReactNode;
  actions?: ReactNode;
  /** The page draws its own title, as a customer's page does. */
  hideTitle?: boolean;
};

/** Title, way back and actions of a page; also names the browser's tab. */
export function PageHead({ title, crumbs = [], note, actions, hideTitle = false }: Props) {
  const translate = useTranslate();
  useEffect(() => {
    document.title = `${title} · Comptalyze`;
  }, [title]);

  return (
    <Box component="header" sx={{ mb: hideTitle ? 1 : 1.5 }}>
      {crumbs.length > 0 ? (
        <Box
          component="nav"
          aria-label={translate("layout.breadcrumbs")}
          sx={{ display: "flex", alignItems: "center", gap: 0.5, fontSize: 12, minHeight: 24 }}
        >
          {crumbs.map(({ label, to }) => (
            <Box key={to} sx={{ display: "flex", alignItems: "center", gap: 0.5 }}>
              <Link component={RouterLink} to={to} sx={{ color: "text.secondary" }}>
                {label}
              </Link>
              <ChevronRightOutlined sx={{ fontSize: 14, color: "text.muted" }} />
            </Box>
          ))}
          <Box component="span" aria-current="page">
            {title}
          </Box>
        </Box>
      ) : null}
      {hideTitle ? null : (
        <Box
          sx={{
            display: "flex",
            flexWrap: "wrap",
            alignItems: "center",
            gap: 1,
            // On a phone the title of a list takes no room: without a note and actions there is nothing to see.
            minHeight: { xs: crumbs.length > 0 || note || actions ? 32 : 0, md: 32 },
          }}
        >
          <Typography variant="h1" sx={crumbs.length > 0 ? wholeTitle : listTitle}>
            {title}
          </Typography>
          <Typography
            variant="caption"
            sx={{ color: "text.muted", flexGrow: { xs: 1, md: 0 }, whiteSpace: "nowrap" }}
          >
            {note}
          </Typography>
          {actions}
        </Box>
      )}
    </Box>
  );
}
