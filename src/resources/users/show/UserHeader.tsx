import OpenInNew from "@mui/icons-material/OpenInNew";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { CopyText } from "../../../display/CopyText";
import { RelativeTime } from "../../../display/RelativeTime";
import { initials } from "../../../layout/initials";
import { useMe } from "../../../layout/useMe";
import { customerInStripe } from "../../stripeLinks";
import type { UserOverview } from "../overview";
import { openedUser } from "./openedUser";

type Props = { overview: UserOverview; readAt: number };

/** Who it is: name, address, the ids one is asked for; on the right how old this is. */
export function UserHeader({ overview, readAt }: Props) {
  const t = useTranslate();
  const user = openedUser(overview);
  const { data: me } = useMe();
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: { xs: "flex-start", sm: "center" },
        gap: 1.5,
        px: 2,
        py: 1.75,
      }}
    >
      <Box
        aria-hidden
        sx={{
          width: 40,
          height: 40,
          flex: "0 0 auto",
          borderRadius: "50%",
          border: 1,
          borderColor: "divider",
          bgcolor: "surface.subtle",
          color: "text.secondary",
          display: "grid",
          placeItems: "center",
          fontWeight: 600,
        }}
      >
        {initials(user.name ?? user.email)}
      </Box>
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Box sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", columnGap: 1 }}>
          <Typography variant="h1" sx={{ overflowWrap: "anywhere" }}>
            {user.name ?? user.email}
          </Typography>
          {user.demo || me?.environment === "demo" ? (
            <Chip variant="neutral" label={t("user.demo")} />
          ) : null}
        </Box>
        <Box
          sx={{
            display: "flex",
            flexWrap: "wrap",
            alignItems: "center",
            columnGap: 1,
            color: "text.secondary",
          }}
        >
          <CopyText value={user.email} whole mono={false} />
          <Ids user={user} />
        </Box>
      </Box>
      <Box
        sx={{
          display: { xs: "none", md: "block" },
          textAlign: "right",
          color: "text.muted",
          fontSize: 12,
          lineHeight: "16px",
        }}
      >
        <div>
          {/* The age moves on its own, so it is a part of its own. */}
          {t("user.fresh", { age: "" })}
          <RelativeTime at={readAt} />
        </div>
        <div>{t("user.logged")}</div>
      </Box>
    </Box>
  );
}

function Ids({ user }: { user: ReturnType<typeof openedUser> }) {
  const t = useTranslate();
  const dot = (
    <Box component="span" sx={{ color: "text.muted", display: { xs: "none", sm: "inline" } }}>
      ·
    </Box>
  );
  return (
    <>
      {dot}
      <CopyText value={user.id} />
      {user.stripe_customer_id ? (
        <>
          {dot}
          <Box component="span" sx={{ display: "inline-flex", alignItems: "center" }}>
            <CopyText value={user.stripe_customer_id} />
            <IconButton
              component="a"
              href={customerInStripe(user.stripe_customer_id)}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t("user.stripe_link", { id: user.stripe_customer_id })}
              sx={{ p: "3px", color: "text.muted" }}
            >
              <OpenInNew sx={{ fontSize: 14 }} />
            </IconButton>
          </Box>
        </>
      ) : null}
    </>
  );
}
