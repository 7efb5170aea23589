import { bySubscription } from './by-subscription';
import { type CallCounts, noCalls, totalCalls } from './call-class';
import type { ReportFields, ReportQuery, ReportRow, ReportRows, Source } from './report-rows';
import { BUCKET_MS, bucketOf } from './time-bucket';
import type { BucketRange } from './usage-days';
import type { Series, UsageStore } from './usage-store';

export const REPORT_KINDS = [
  'byapi',
  'byuser',
  'byoperation',
  'byproduct',
  'bygeo',
  'bysubscription',
  'bytime',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Rows with at least one call: what nobody called isn't in a report. */
export function report(source: Source, kind: ReportKind, query: ReportQuery): ReportRows {
  const range = {
    from: Math.ceil(query.fromMs / BUCKET_MS),
    to: Math.min(bucketOf(query.toMs), bucketOf(query.knownThroughMs) - 1),
  };
  if (range.from > range.to) return [];
  if (kind === 'bysubscription') return bySubscription(source, query, range);
  return kind === 'bytime' ? byTime(source, query, range) : grouped(source, kind, query, range);
}

function grouped(
  source: Source,
  kind: Exclude<ReportKind, 'bysubscription'>,
  query: ReportQuery,
  range: BucketRange,
): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const series of matching(source.usage, query)) {
    for (const operation of operationsFor(source.usage, kind, query, series)) {
      const counts = noCalls();
      source.usage.days.sum(series.number, range, counts, operation);
      if (totalCalls(counts) === 0) continue;
      const fields = fieldsOf(source, kind, series, operation);
      if (!fields) continue;
      const id = JSON.stringify(fields);
      const row = rows.get(id);
      if (row) addCounts(row.counts, counts);
      else rows.set(id, { fields, counts });
    }
  }
  return [...rows.values()];
}

function byTime(source: Source, query: ReportQuery, range: BucketRange): ReportRow[] {
  const bucketsEach = query.intervalMs / BUCKET_MS;
  const all = [...matching(source.usage, query)].map((series) => ({
    series,
    operations: operationsFor(source.usage, 'bytime', query, series),
    extent: source.usage.days.extent(series.number),
  }));
  // Only where there are calls: a report over years mustn't walk through empty time.
  const first = Math.max(range.from, Math.min(...all.map(({ extent }) => extent.from)));
  const last = Math.min(range.to, Math.max(...all.map(({ extent }) => extent.to)));
  const rows: ReportRow[] = [];
  const start = Math.floor(first / bucketsEach) * bucketsEach;
  for (let bucket = start; bucket <= last; bucket += bucketsEach) {
    const counts = noCalls();
    const part = {
      from: Math.max(range.from, bucket),
      to: Math.min(range.to, bucket + bucketsEach - 1),
    };
    for (const { series, operations, extent } of all) {
      if (extent.to < part.from || extent.from > part.to) continue;
      for (const operation of operations)
        source.usage.days.sum(series.number, part, counts, operation);
    }
    if (totalCalls(counts) === 0) continue;
    const timestamp = new Date(bucket * BUCKET_MS).toISOString();
    rows.push({ fields: { timestamp, interval: intervalText(query.intervalMs) }, counts });
  }
  return rows;
}

function* matching(usage: UsageStore, query: ReportQuery): Generator<Series> {
  const candidates = query.subscriptionId === null ? usage.all() : usage.of(query.subscriptionId);
  for (const series of candidates) {
    if (query.userId !== null && series.userId !== query.userId) continue;
    if (query.productId !== null && series.productId !== query.productId) continue;
    yield series;
  }
}

/** Operations to sum one by one; `undefined` = all of them at once. */
function operationsFor(
  usage: UsageStore,
  kind: ReportKind,
  query: ReportQuery,
  series: Series,
): (number | undefined)[] {
  const apart = kind === 'byapi' || kind === 'byoperation';
  if (!apart && query.apiId === null && query.operationId === null) return [undefined];
  return usage.days.extent(series.number).operations.filter((number) => {
    const { apiId, operationId } = usage.operation(number);
    if (query.apiId !== null && apiId !== query.apiId) return false;
    return query.operationId === null || operationId === query.operationId;
  });
}

function fieldsOf(
  { state, usage }: Source,
  kind: Exclude<ReportKind, 'bysubscription'>,
  series: Series,
  operation: number | undefined,
): ReportFields | null {
  const userId = `/users/${series.userId}`;
  const productId = `/products/${series.productId}`;
  const { apiId, operationId } = usage.operation(operation ?? -1);
  const api = state.apis.get(apiId);
  switch (kind) {
    case 'byuser': {
      if (series.userId === '') return null;
      const user = state.users.get(series.userId);
      return { name: user ? `${user.firstName} ${user.lastName}`.trim() : '', userId };
    }
    case 'byproduct':
      if (series.productId === '') return null;
      return { name: state.products.get(series.productId)?.displayName ?? '', productId };
    case 'byapi':
      return apiId === '' ? null : { name: api?.displayName ?? '', apiId: `/apis/${apiId}` };
    case 'byoperation': {
      if (operationId === '') return null;
      const known = api?.operations.find((one) => one.id === operationId);
      const path = `/apis/${apiId}/operations/${operationId}`;
      return { name: known?.displayName ?? '', apiId: `/apis/${apiId}`, operationId: path };
    }
    case 'bygeo':
      return { country: '', region: '', zip: '' };
    case 'bytime':
      return null;
    default:
      return kind satisfies never;
  }
}

function addCounts(to: CallCounts, counts: CallCounts): void {
  to.success += counts.success;
  to.blocked += counts.blocked;
  to.failed += counts.failed;
  to.other += counts.other;
}

function intervalText(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes % 1440 === 0) return `P${minutes / 1440}D`;
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}
