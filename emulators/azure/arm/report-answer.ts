import type { Context } from 'hono';
import { totalCalls } from '../usage/call-class';
import type { ReportRow, ReportRows } from '../usage/report-rows';
import { validationError } from './arm-error';

/** Bytes that an answer is taken to weigh: reports aren't asked for bandwidth by anybody who bills. */
export const BYTES_PER_CALL = 256;

export function renderReportRow({ fields, counts }: ReportRow): unknown {
  const total = totalCalls(counts);
  // Written out, because copying the fields one by one took four fifths of a page's time. Undefined ones are
  // left out of JSON.
  return {
    name: fields.name,
    timestamp: fields.timestamp,
    interval: fields.interval,
    country: fields.country,
    region: fields.region,
    zip: fields.zip,
    userId: fields.userId,
    productId: fields.productId,
    apiId: fields.apiId,
    operationId: fields.operationId,
    subscriptionId: fields.subscriptionId,
    callCountSuccess: counts.success,
    callCountBlocked: counts.blocked,
    callCountFailed: counts.failed,
    callCountOther: counts.other,
    callCountTotal: total,
    bandwidth: total * BYTES_PER_CALL,
    cacheHitCount: 0,
    cacheMissCount: 0,
    apiTimeAvg: 12,
    apiTimeMin: 4,
    apiTimeMax: 60,
    serviceTimeAvg: 9,
    serviceTimeMin: 3,
    serviceTimeMax: 50,
  };
}

const KEYS: Readonly<Record<string, (row: ReportRow) => number | string>> = {
  name: ({ fields }) => fields.name ?? '',
  timestamp: ({ fields }) => fields.timestamp ?? '',
  callcountsuccess: ({ counts }) => counts.success,
  callcountblocked: ({ counts }) => counts.blocked,
  callcountfailed: ({ counts }) => counts.failed,
  callcountother: ({ counts }) => counts.other,
  callcounttotal: ({ counts }) => totalCalls(counts),
  bandwidth: ({ counts }) => totalCalls(counts),
};

/** `$orderby=callCountTotal desc`. Equal rows keep their order. */
export function ordered(c: Context, rows: ReportRows): ReportRows {
  const text = c.req.query('$orderby')?.trim() ?? '';
  if (text === '') return rows;
  const [, field = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?$/i.exec(text) ?? [];
  const key = KEYS[field.toLowerCase()];
  if (!key) throw validationError(`Ordering by '${text}' is not supported.`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return [...rows.slice(0)].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return a === b ? 0 : a < b ? -sign : sign;
  });
}
