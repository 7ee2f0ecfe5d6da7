import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import { useTranslate } from "react-admin";
import { Link, useLocation } from "react-router";
import { EmptyState } from "../display/EmptyState";
import { PageHead } from "./PageHead";

export function NotFound() {
  const translate = useTranslate();
  const { pathname } = useLocation();
  return (
    <>
      <PageHead title={translate("layout.not_found_title")} />
      <Paper>
        <EmptyState
          title={translate("layout.not_found_title")}
          detail={translate("layout.not_found", { path: pathname })}
          action={
            <Button component={Link} to="/users">
              {translate("layout.to_users")}
            </Button>
          }
        />
      </Paper>
    </>
  );
}
