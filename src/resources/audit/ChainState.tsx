import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDataProvider, useTranslate } from "react-admin";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import type { ConsoleDataProvider } from "../../providers/dataProvider";
import { type ChainWords, chainWords } from "./chain";

const KEY = ["audit", "chain"];

/** Whether the journal is what was written, and since when one knows: under the head of the list. */
export function ChainState() {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const queryClient = useQueryClient();
  const { data: chain, error } = useQuery({
    queryKey: KEY,
    queryFn: () => dataProvider.auditChain(),
  });
  const verifying = useMutation({
    mutationFn: () => dataProvider.verifyAudit(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  // Who may not verify does not see it.
  if (error && !chain) return null;

  return (
    <Box
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 1.5,
        rowGap: 0.5,
        alignContent: "center",
        // On a phone: that of a chain that is whole, so that the rows stay where they are.
        minHeight: { xs: 116, md: 36 },
        px: { xs: 1.5, md: 1.25 },
        py: { xs: 1, md: 0.25 },
        bgcolor: "surface.subtle",
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <Box component="span" sx={{ fontWeight: 500 }}>
        {translate("resources.audit.chain.title")}
      </Box>
      {chain ? (
        <ChainSentence words={chainWords(chain)} />
      ) : (
        <Skeleton height={12} sx={{ width: { xs: 96, md: 280 } }} />
      )}
      {chain?.kept_day ? (
        <Box component="span" sx={{ color: "text.secondary" }}>
          {chain.kept_at ? (
            <>
              {translate("resources.audit.chain.kept")} <RelativeTime at={chain.kept_at} />
            </>
          ) : (
            translate("resources.audit.chain.not_kept")
          )}
        </Box>
      ) : null}
      {verifying.error ? (
        <Box component="span" role="alert" sx={{ color: "error.main" }}>
          {translate("resources.audit.chain.failed")}
        </Box>
      ) : null}
      <Button
        variant="text"
        color="primary"
        disabled={verifying.isPending}
        onClick={() => verifying.mutate()}
        sx={{ height: 28, ml: "auto" }}
      >
        {translate(
          verifying.isPending ? "resources.audit.chain.verifying" : "resources.audit.chain.verify",
        )}
      </Button>
    </Box>
  );
}

function ChainSentence({ words }: { words: ChainWords }) {
  const translate = useTranslate();
  const format = useFormat();
  if (words.kind === "unknown") {
    return <StatusChip domain="proof" status="unverified" />;
  }
  if (words.kind === "broken") {
    const seq = format.number(words.seq);
    return (
      <>
        <StatusChip
          domain="proof"
          status="failed"
          label={translate("resources.audit.chain.broken", { seq })}
        />
        <span>
          {translate(`resources.audit.chain.why.${words.why}`)} <RelativeTime at={words.at} />
        </span>
      </>
    );
  }
  return (
    <>
      <StatusChip domain="proof" status="verified" />
      <span>
        {translate("resources.audit.chain.whole", { seq: format.number(words.seq) })}{" "}
        <RelativeTime at={words.at} />
      </span>
      {words.since > 0 ? (
        <Box component="span" sx={{ color: "text.secondary" }}>
          {translate("resources.audit.chain.since", {
            smart_count: words.since,
            count: format.number(words.since),
          })}
        </Box>
      ) : null}
    </>
  );
}
