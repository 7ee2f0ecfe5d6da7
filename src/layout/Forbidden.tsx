import LockOutlined from "@mui/icons-material/LockOutlined";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import { EmptyState } from "../display/EmptyState";
import { PageHead } from "./PageHead";

/** The page exists, but not for this role. */
export function Forbidden() {
  const translate = useTranslate();
  return (
    <>
      <PageHead title={translate("layout.forbidden_title")} hideTitle />
      <Paper>
        <EmptyState
          icon={<LockOutlined sx={{ fontSize: 20 }} />}
          title={translate("layout.forbidden_title")}
          detail={translate("layout.forbidden")}
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
