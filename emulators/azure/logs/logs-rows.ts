import type { Service } from '../service';
import { CALL_CLASSES, noCalls, totalCalls } from '../usage/call-class';
import { knownThroughMs } from '../usage/known-through';
import { BUCKET_MS } from '../usage/time-bucket';
import type { LogsQuery } from './kql';
import { LogsError } from './logs-error';

const DAY_MS = 86_400_000;

type Row = readonly (string | number)[];

/** The request's own time span narrows that of the query. */
export function within(query: LogsQuery, timespan: string | undefined): LogsQuery {
  if (timespan === undefined) return query;
  const [from, to] = timespan.split('/').map((text) => Date.parse(text));
  if (from === undefined || to === undefined || !(from <= to)) {
    const message = `The timespan '${timespan}' is not two times with a slash between them.`;
    throw new LogsError(400, 'BadArgumentError', 'The request had some invalid properties', {
      code: 'QueryValidationError',
      message,
    });
  }
  return { ...query, fromMs: Math.max(query.fromMs, from), toMs: Math.min(query.toMs, to) };
}

/** Calls by subscription, or by subscription and day; what nobody called has no row. */
export function* callRows(service: Service, query: LogsQuery): Generator<Row> {
  // What the gateway answered turns up in the logs as late as it does in reports.
  const knownMs = Math.floor(knownThroughMs(service) / BUCKET_MS) * BUCKET_MS;
  const toMs = Math.min(query.toMs, knownMs);
  for (const { fromMs, untilMs } of parts(query, toMs)) {
    const range = { from: Math.ceil(fromMs / BUCKET_MS), to: Math.ceil(untilMs / BUCKET_MS) - 1 };
    const day = new Date(Math.floor(fromMs / DAY_MS) * DAY_MS).toISOString();
    const found =
      query.subscriptionId === null
        ? ofAll(service, query, range)
        : [[query.subscriptionId, ofOne(service, query, query.subscriptionId, range)] as const];
    for (const [id, calls] of found) {
      if (id !== '' && calls > 0) yield query.byDay ? [id, day, calls] : [id, calls];
    }
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A subscription that was moved between products has several series, but one row. */
function ofAll({ usage }: Service, query: LogsQuery, range: Range): Map<string, number> {
  const all = usage.all();
  const columns = usage.days.sumAll(all.length, range);
  const counted = columns.filter(
    (_, at) => !query.successfulOnly || CALL_CLASSES[at] === 'success',
  );
  const found = new Map<string, number>();
  for (const { subscriptionId, number } of all) {
    let calls = 0;
    for (const column of counted) calls += column[number] ?? 0;
    found.set(subscriptionId, (found.get(subscriptionId) ?? 0) + calls);
  }
  return found;
}

function ofOne({ usage }: Service, query: LogsQuery, id: string, range: Range): number {
  const counts = noCalls();
  for (const { number } of usage.of(id)) usage.days.sum(number, range, counts);
  return query.successfulOnly ? counts.success : totalCalls(counts);
}

function* parts(query: LogsQuery, toMs: number): Generator<{ fromMs: number; untilMs: number }> {
  for (let fromMs = query.fromMs; fromMs < toMs; ) {
    const nextMs = query.byDay ? (Math.floor(fromMs / DAY_MS) + 1) * DAY_MS : toMs;
    const untilMs = Math.min(nextMs, toMs);
    yield { fromMs, untilMs };
    fromMs = untilMs;
  }
}
