import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import {
  type FilterPayload,
  type SortPayload,
  useGetList,
  useListContext,
  useTranslate,
} from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { COUNTED_UP_TO } from "../providers/total";
import { REFRESH_EVERY } from "./column";
import { holds } from "./filters/listFilter";
import { without } from "./filters/search";

type Count = { id: string; number: number };

type Props = {
  /** The relation that counts them. */
  counts: string;
  /** By name, the entries of the filter that each is. */
  filters: Record<string, FilterPayload>;
  /** i18n: `<words>.name.<worklist>`, and `<words>.about.<worklist>` for what is in it. */
  words: string;
  /** How the list is sorted when one of them is chosen, and when all are. */
  order?: { all: SortPayload; worklist: SortPayload };
};

const ALL = "all";

/** What is to be looked after in a list, with how much of it there is: each is an entry of the filter. */
export function Worklists({ counts, filters, words, order }: Props) {
  const translate = useTranslate();
  const { filterValues, setFilters, setSort } = useListContext();
  const { data, error } = useGetList<Count>(
    counts,
    { pagination: { page: 1, perPage: 20 }, sort: { field: "id", order: "ASC" } },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  const names = Object.keys(filters);
  const keys = Object.values(filters).flatMap(Object.keys);
  const selected = names.find((name) => holds(filterValues, filters[name] ?? {})) ?? ALL;

  return (
    <Tabs
      value={selected}
      variant="scrollable"
      scrollButtons={false}
      aria-label={translate(`${words}.label`)}
      onChange={(_event, name: string) => {
        setFilters({ ...without(filterValues, keys), ...filters[name] });
        if (order) setSort(name === ALL ? order.all : order.worklist);
      }}
      sx={{ mb: 1.5, borderBottom: 1, borderColor: "divider" }}
    >
      <Tab value={ALL} label={translate(`${words}.all`)} />
      {names.map((name) => {
        const number = data?.find(({ id }) => id === name)?.number;
        return (
          <Tab
            key={name}
            value={name}
            title={translate(`${words}.about.${name}`)}
            label={
              <span>
                {translate(`${words}.name.${name}`)}{" "}
                {error && !data ? null : <CountText number={number} />}
              </span>
            }
            sx={number === 0 && name !== selected ? { color: "text.muted" } : undefined}
          />
        );
      })}
    </Tabs>
  );
}

/** As wide before it is read as for three digits, so that the names stay where they are. */
function CountText({ number }: { number: number | undefined }) {
  const format = useFormat();
  return (
    <Box
      component="span"
      sx={{
        display: "inline-block",
        minWidth: "3ch",
        ml: 0.5,
        textAlign: "left",
        fontWeight: 400,
        color: "text.muted",
        fontVariantNumeric: "tabular-nums",
      }}
    >
      {number === undefined ? (
        <Skeleton component="span" sx={{ display: "inline-block", width: "2ch" }} />
      ) : number > COUNTED_UP_TO ? (
        `${format.number(COUNTED_UP_TO)}+`
      ) : (
        format.number(number)
      )}
    </Box>
  );
}
