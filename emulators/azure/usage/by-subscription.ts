import { CALL_CLASSES, type CallCounts, noCalls } from './call-class';
import type { ReportFields, ReportQuery, ReportRow, ReportRows, Source } from './report-rows';
import type { BucketRange } from './usage-days';
import type { Series } from './usage-store';

/**
 * A row for each series with calls. With 100,000 of them the words cost more than the sums, so a row is made
 * only when its page is shown.
 */
export function bySubscription(source: Source, query: ReportQuery, range: BucketRange): ReportRows {
  return query.subscriptionId === null
    ? allWithCalls(source, query, range)
    : ofOne(source, query, range, query.subscriptionId);
}

function allWithCalls(
  { state, usage }: Source,
  query: ReportQuery,
  range: BucketRange,
): ReportRows {
  const all = usage.all();
  const columns = usage.days.sumAll(all.length, range);
  const shown = new Uint32Array(all.length);
  let length = 0;
  for (let number = 0; number < all.length; number += 1) {
    let total = 0;
    for (const column of columns) total += column[number] ?? 0;
    const series = all[number];
    if (total === 0 || !series || !isAskedFor(series, query)) continue;
    shown[length] = number;
    length += 1;
  }
  const found = shown.slice(0, length);
  return {
    length,
    slice: (from, to) =>
      [...found.subarray(from, to)].flatMap((number) => {
        const series = all[number];
        return series
          ? [{ fields: fieldsOf(state, series), counts: countsAt(columns, number) }]
          : [];
      }),
  };
}

function ofOne(
  { state, usage }: Source,
  query: ReportQuery,
  range: BucketRange,
  subscriptionId: string,
): ReportRows {
  return usage.of(subscriptionId).flatMap((series): ReportRow[] => {
    const counts = noCalls();
    usage.days.sum(series.number, range, counts);
    const total = CALL_CLASSES.reduce((sum, name) => sum + counts[name], 0);
    if (total === 0 || !isAskedFor(series, query)) return [];
    return [{ fields: fieldsOf(state, series), counts }];
  });
}

/** Calls of nobody are in no row. */
function isAskedFor({ subscriptionId, userId, productId }: Series, query: ReportQuery): boolean {
  if (subscriptionId === '') return false;
  if (query.userId !== null && userId !== query.userId) return false;
  return query.productId === null || productId === query.productId;
}

function countsAt(columns: readonly Float64Array[], number: number): CallCounts {
  const counts = noCalls();
  CALL_CLASSES.forEach((name, at) => {
    counts[name] = columns[at]?.[number] ?? 0;
  });
  return counts;
}

function fieldsOf(
  state: Source['state'],
  { subscriptionId, productId, userId }: Series,
): ReportFields {
  return {
    name: state.subscriptions.get(subscriptionId)?.displayName ?? '',
    userId: `/users/${userId}`,
    productId: `/products/${productId}`,
    subscriptionId: `/subscriptions/${subscriptionId}`,
  };
}
