import Typography from "@mui/material/Typography";
import { Fragment } from "react";

/** Stripe's own name of an event, that may break after its dots. */
export function EventType({ type }: { type: string }) {
  return (
    <Typography component="span" variant="mono">
      {type.split(".").map((part, index) => (
        <Fragment key={part}>
          {index > 0 ? (
            <>
              .<wbr />
            </>
          ) : null}
          {part}
        </Fragment>
      ))}
    </Typography>
  );
}
