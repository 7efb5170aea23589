import type { AzureState } from '../state/azure-state';
import { type CallCounts, noCalls, totalCalls } from './call-class';
import { BUCKET_MS, bucketOf } from './run-list';
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

/** Both ends are included, as the API's `ge` and `le` are: rows are buckets by their start. */
export interface ReportQuery {
  readonly fromMs: number;
  readonly toMs: number;
  /** Counts of buckets that end after this aren't known to reports yet. */
  readonly knownThroughMs: number;
  readonly subscriptionId: string | null;
  readonly userId: string | null;
  readonly productId: string | null;
  readonly apiId: string | null;
  readonly operationId: string | null;
  /** byTime only. */
  readonly intervalMs: number;
}

export interface ReportRow {
  readonly fields: Readonly<Record<string, string>>;
  readonly counts: CallCounts;
}

interface Source {
  readonly state: AzureState;
  readonly usage: UsageStore;
}

/** Rows with at least one call: what nobody called isn't in a report. */
export function report(source: Source, kind: ReportKind, query: ReportQuery): ReportRow[] {
  const range = {
    from: Math.ceil(query.fromMs / BUCKET_MS),
    to: Math.min(bucketOf(query.toMs), bucketOf(query.knownThroughMs) - 1),
  };
  if (range.from > range.to) return [];
  if (kind === 'bysubscription') return bySubscription(source, query, range);
  return kind === 'bytime' ? byTime(source, query, range) : grouped(source, kind, query, range);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * A row for each series. What it is called is worked out only for the rows that are shown: with 100,000 of them
 * the words cost more than the sums.
 */
function bySubscription(source: Source, query: ReportQuery, range: Range): ReportRow[] {
  const rows: ReportRow[] = [];
  const { subscriptionId, userId, productId } = query;
  const all = subscriptionId === null ? source.usage.all() : source.usage.of(subscriptionId);
  for (const series of all) {
    if (series.subscriptionId === '') continue;
    if (userId !== null && series.userId !== userId) continue;
    if (productId !== null && series.productId !== productId) continue;
    const counts = noCalls();
    series.runs.sum(range, counts);
    if (totalCalls(counts) > 0) rows.push(new SeriesRow(source, series, counts));
  }
  return rows;
}

class SeriesRow implements ReportRow {
  readonly counts: CallCounts;
  private readonly source: Source;
  private readonly series: Series;

  constructor(source: Source, series: Series, counts: CallCounts) {
    this.source = source;
    this.series = series;
    this.counts = counts;
  }

  get fields(): Readonly<Record<string, string>> {
    return fieldsOf(this.source, 'bysubscription', this.series, undefined) ?? {};
  }
}

function grouped(source: Source, kind: ReportKind, query: ReportQuery, range: Range): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const series of matching(source.usage, query)) {
    for (const operation of operationsFor(source.usage, kind, query, series)) {
      const counts = noCalls();
      series.runs.sum(range, counts, operation);
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

function byTime(source: Source, query: ReportQuery, range: Range): ReportRow[] {
  const bucketsEach = query.intervalMs / BUCKET_MS;
  const all = [...matching(source.usage, query)].map((series) => ({
    series,
    operations: operationsFor(source.usage, 'bytime', query, series),
    extent: series.runs.extent(),
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
      for (const operation of operations) series.runs.sum(part, counts, operation);
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
  return [...series.runs.extent().operations].filter((number) => {
    const { apiId, operationId } = usage.operation(number);
    if (query.apiId !== null && apiId !== query.apiId) return false;
    return query.operationId === null || operationId === query.operationId;
  });
}

function fieldsOf(
  { state, usage }: Source,
  kind: ReportKind,
  series: Series,
  operation: number | undefined,
): Record<string, string> | null {
  const userId = `/users/${series.userId}`;
  const productId = `/products/${series.productId}`;
  const { apiId, operationId } = usage.operation(operation ?? -1);
  const api = state.apis.get(apiId);
  switch (kind) {
    case 'bysubscription': {
      if (series.subscriptionId === '') return null;
      const name = state.subscriptions.get(series.subscriptionId)?.displayName ?? '';
      const subscriptionId = `/subscriptions/${series.subscriptionId}`;
      return { name, userId, productId, subscriptionId };
    }
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
