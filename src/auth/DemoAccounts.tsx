import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";

const ACCOUNTS = ["support", "ops", "admin", "admin2"] as const;
const PASSWORD = "comptalyze-demo";

type Props = {
  busy: boolean;
  onChoose: (credentials: { email: string; password: string }) => void;
};

/** The accounts of the embedded stack, one click each. They exist nowhere else. */
export function DemoAccounts({ busy, onChoose }: Props) {
  const translate = useTranslate();
  return (
    <Paper component="section" sx={{ width: "100%", maxWidth: 400, overflow: "hidden" }}>
      <Box sx={{ px: 3, py: 1.5 }}>
        <Typography variant="h3" component="h2">
          {translate("auth.demo_accounts")}
        </Typography>
        <Typography variant="caption" sx={{ color: "text.muted" }}>
          {translate("auth.demo_detail")}
        </Typography>
      </Box>
      {ACCOUNTS.map((account) => {
        const email = `${account}@comptalyze.test`;
        return (
          <ButtonBase
            key={account}
            disabled={busy}
            onClick={() => onChoose({ email, password: PASSWORD })}
            sx={{
              width: "100%",
              justifyContent: "space-between",
              gap: 1,
              px: 3,
              minHeight: 44,
              borderTop: 1,
              borderColor: "divider",
              "&:hover": { bgcolor: "action.hover" },
              "&.Mui-focusVisible": { outlineOffset: -2 },
            }}
          >
            <Typography variant="body2" component="span" sx={{ fontWeight: 500 }}>
              {email}
            </Typography>
            <Typography variant="caption" component="span" sx={{ color: "text.muted" }}>
              {translate(`auth.demo_${account}`)}
            </Typography>
          </ButtonBase>
        );
      })}
    </Paper>
  );
}
