import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import type { PreviewAnswer } from "../../../supabase/functions/_shared/contract";
import { EmailText } from "../../list/RecordLink";
import { EventType } from "../../resources/webhookEvents/EventType";
import type { Scene } from "../definition";
import { expectations, expectationWords } from "./expectation";

const SHOWN = 100;

type Props = { answer: PreviewAnswer; scene: Scene };

/** Which events, whose, in which order, how fast, and what is expected of each. */
export function ReplayPlan({ answer, scene }: Props) {
  const { t, format, label } = scene;
  const words = (key: string, args?: Record<string, unknown>) =>
    t(`actions.replay-webhooks.plan.${key}`, args);
  const targets = (answer.targets ?? []).slice(0, SHOWN);
  const expected = expectations(answer);
  const pace = answer.pace
    ? words("pace", {
        count: format.number(answer.pace.per_minute),
        duration: format.duration(answer.pace.seconds * 1000),
      })
    : null;
  const more = (answer.items ?? 0) > SHOWN ? words("first", { count: SHOWN }) : null;
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: "6px", overflow: "hidden" }}>
      <Box sx={{ px: 1.5, py: 1, borderBottom: 1, borderColor: "divider" }}>
        <Typography variant="body2" sx={{ fontWeight: 500 }}>
          {[label, words("title").toLowerCase()].join(", ")}
        </Typography>
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
          {[pace, more].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      <Box
        role="group"
        aria-label={words("title")}
        // Scrolls, and so must be reachable by the keyboard.
        tabIndex={0}
        sx={{ maxHeight: 264, overflow: "auto" }}
      >
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{words("event")}</TableCell>
              <TableCell>{words("customer")}</TableCell>
              <TableCell>{words("expected")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody sx={{ "& td": { verticalAlign: "top", py: 0.75 } }}>
            {targets.map(({ id, payload }, index) => {
              const payer = payload.payer as { email: string | null } | null;
              const outcome = expected[index];
              return (
                <TableRow key={id}>
                  <TableCell>
                    <EventType type={String(payload.type)} />
                    <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
                      {format.dateTime(String(payload.created_at))}
                    </Typography>
                  </TableCell>
                  <TableCell>{payer?.email ? <EmailText email={payer.email} /> : "–"}</TableCell>
                  <TableCell>{outcome ? expectationWords(outcome, t, format) : null}</TableCell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </Box>
    </Box>
  );
}
