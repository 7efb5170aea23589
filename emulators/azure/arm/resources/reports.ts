import type { Context, Hono } from 'hono';
import type { CallRecord } from '../../gateway/call-log';
import type { ReportRows } from '../../usage/report-rows';
import { REPORT_KINDS, type ReportKind, report } from '../../usage/reports';
import { BUCKET_MS, bucketOf } from '../../usage/time-bucket';
import { answerJson, answerPage } from '../arm-answer';
import { queryNumber } from '../arm-request';
import type { ArmService } from '../arm-service';
import { BYTES_PER_CALL, ordered, renderReportRow } from '../report-answer';
import { readReportQuery } from '../report-query';

export function reportRoutes(app: Hono, arm: ArmService): void {
  const cache = new ReportCache();
  const { reportPageSize } = arm.settings;

  for (const kind of REPORT_KINDS) {
    app.get(`/reports/${kind}`, (c) => {
      const rows = cache.rows(c, arm, kind);
      return answerPage(c, rows, { pageSize: reportPageSize, render: renderReportRow });
    });
  }

  // From the last calls one by one; those made in bulk aren't among them.
  app.get('/reports/byrequest', (c) => {
    const query = readReportQuery(c, arm, 'byrequest');
    const found = arm.calls.recent().filter((call) => {
      const ms = Date.parse(call.at);
      if (ms < query.fromMs || ms > query.toMs) return false;
      if (bucketOf(ms) >= bucketOf(query.knownThroughMs)) return false;
      if (query.userId !== null && call.user !== query.userId) return false;
      if (query.productId !== null && call.product !== query.productId) return false;
      if (query.apiId !== null && call.api !== query.apiId) return false;
      if (query.operationId !== null && call.operation !== query.operationId) return false;
      return query.subscriptionId === null || call.subscription === query.subscriptionId;
    });
    const single = found.filter((call) => call.calls === 1);
    const skip = queryNumber(c, '$skip', 0) ?? 0;
    const page = single.slice(skip, skip + (queryNumber(c, '$top', 1) ?? single.length));
    return answerJson(c, { value: page.map(renderRequest), count: single.length });
  });
}

/** Keeps what a report found while its pages are read: with 100,000 rows each page would count again. */
class ReportCache {
  readonly #found = new Map<string, ReportRows>();
  static readonly #SIZE = 4;

  rows(c: Context, arm: ArmService, kind: ReportKind): ReportRows {
    const query = readReportQuery(c, arm, kind);
    const bucket = (ms: number) => Math.floor(ms / BUCKET_MS);
    const known = bucket(query.knownThroughMs);
    // A query until "now" moves with the clock, but finds nothing new within a bucket.
    const key = JSON.stringify([
      kind,
      { ...query, knownThroughMs: known, toMs: bucket(query.toMs) },
      c.req.query('$orderby') ?? '',
      arm.usage.version,
    ]);
    const cached = this.#found.get(key);
    if (cached) return cached;
    const rows = ordered(c, report(arm, kind, query));
    this.#found.set(key, rows);
    const [oldest] = this.#found.keys();
    if (this.#found.size > ReportCache.#SIZE && oldest !== undefined) this.#found.delete(oldest);
    return rows;
  }
}

function renderRequest(call: CallRecord): unknown {
  return {
    apiId: `/apis/${call.api ?? ''}`,
    operationId: `/apis/${call.api ?? ''}/operations/${call.operation ?? ''}`,
    productId: `/products/${call.product ?? ''}`,
    userId: `/users/${call.user ?? ''}`,
    subscriptionId: `/subscriptions/${call.subscription ?? ''}`,
    method: call.method,
    url: call.url,
    ipAddress: call.ipAddress,
    responseCode: call.status,
    backendResponseCode: `${call.status}`,
    responseSize: BYTES_PER_CALL,
    timestamp: call.at,
    cache: 'none',
    apiTime: 12,
    serviceTime: 9,
    apiRegion: 'Local',
  };
}
