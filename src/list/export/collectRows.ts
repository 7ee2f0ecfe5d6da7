import type { GetListParams, GetListResult, RaRecord } from "react-admin";

export const MOST_ROWS = 10_000;
/** Under the thousand rows that the Data API gives at most in one answer. */
const STEP = 500;

type Read<Row extends RaRecord> = (params: GetListParams) => Promise<GetListResult<Row>>;

/** All rows of a list, page after page, up to a limit; `cut` says that there were more. */
export async function collectRows<Row extends RaRecord>(
  read: Read<Row>,
  params: Pick<GetListParams, "filter" | "sort">,
  onProgress: (count: number) => void,
): Promise<{ rows: Row[]; cut: boolean }> {
  const rows: Row[] = [];
  for (let page = 1; rows.length < MOST_ROWS; page += 1) {
    const { data, pageInfo } = await read({ ...params, pagination: { page, perPage: STEP } });
    rows.push(...data);
    onProgress(rows.length);
    if (!pageInfo?.hasNextPage) return { rows, cut: false };
  }
  return { rows: rows.slice(0, MOST_ROWS), cut: true };
}
