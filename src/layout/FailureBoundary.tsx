import AutorenewOutlined from "@mui/icons-material/AutorenewOutlined";
import Cancel from "@mui/icons-material/Cancel";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import { Component, type ReactNode } from "react";
import { useTranslate } from "react-admin";
import { useLocation } from "react-router";
import { EmptyState } from "../display/EmptyState";

type Props = { children: ReactNode; place: string };

class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(previous: Props) {
    if (this.state.failed && previous.place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? <Failure /> : this.props.children;
  }
}

/** A page that breaks leaves the frame standing; going elsewhere starts anew. */
export function FailureBoundary({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <Boundary place={pathname}>{children}</Boundary>;
}

function Failure() {
  const translate = useTranslate();
  return (
    <Paper role="alert">
      <EmptyState
        icon={<Cancel color="error" sx={{ fontSize: 20 }} />}
        title={translate("layout.failure_title")}
        detail={translate("layout.failure")}
        action={
          <Button startIcon={<AutorenewOutlined />} onClick={() => window.location.reload()}>
            {translate("layout.reload")}
          </Button>
        }
      />
    </Paper>
  );
}
