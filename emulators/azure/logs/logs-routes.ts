import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { answerJson } from '../arm/arm-answer';
import { checkCredential } from '../arm/arm-credential';
import { ArmError } from '../arm/arm-error';
import { readBody } from '../arm/arm-request';
import type { Service } from '../service';
import { noCalls, totalCalls } from '../usage/call-class';
import { knownThroughMs } from '../usage/known-through';
import { BUCKET_MS } from '../usage/time-bucket';
import { type LogsQuery, readLogsQuery } from './kql';

const DAY_MS = 86_400_000;

const querySchema = z.strictObject({
  query: z.string().min(1),
  timespan: z.string().optional(),
  workspaces: z.array(z.string()).max(0).optional(),
});

type Row = readonly (string | number)[];

/** Log Analytics, as far as counting the gateway's calls goes: `POST /v1/workspaces/{id}/query`. */
export function logsRoutes(app: Hono, service: Service): void {
  app.post('/v1/workspaces/:workspace/query', async (c: Context) => {
    checkCredential(c, service);
    if (c.req.param('workspace') !== service.settings.logWorkspaceId) {
      throw new ArmError(404, 'PathNotFoundError', 'The requested path does not exist');
    }
    const body = await readBody(c, querySchema);
    const query = within(readLogsQuery(body.query), body.timespan);
    const rows = [...rowsOf(service, query)];
    const columns = [
      { name: 'ApimSubscriptionId', type: 'string' },
      ...(query.byDay ? [{ name: 'Day', type: 'datetime' }] : []),
      { name: 'Calls', type: 'long' },
    ];
    return answerJson(c, { tables: [{ name: 'PrimaryResult', columns, rows }] });
  });
}

/** The request's own time span narrows that of the query. */
function within(query: LogsQuery, timespan: string | undefined): LogsQuery {
  if (timespan === undefined) return query;
  const [from, to] = timespan.split('/').map((text) => Date.parse(text));
  if (from === undefined || to === undefined || !(from <= to)) {
    throw new ArmError(400, 'BadArgumentError', `The timespan '${timespan}' is not understood.`);
  }
  return { ...query, fromMs: Math.max(query.fromMs, from), toMs: Math.min(query.toMs, to) };
}

function* rowsOf(service: Service, query: LogsQuery): Generator<Row> {
  // What the gateway answered turns up in the logs as late as it does in reports.
  const knownMs = Math.floor(knownThroughMs(service) / BUCKET_MS) * BUCKET_MS;
  const toMs = Math.min(query.toMs, knownMs);
  const { usage } = service;
  const ids =
    query.subscriptionId === null
      ? new Set(usage.all().map((series) => series.subscriptionId))
      : [query.subscriptionId];
  for (const id of ids) {
    if (id === '') continue;
    for (const { fromMs, untilMs } of parts(query, toMs)) {
      const counts = noCalls();
      const range = { from: Math.ceil(fromMs / BUCKET_MS), to: Math.ceil(untilMs / BUCKET_MS) - 1 };
      for (const { number } of usage.of(id)) usage.days.sum(number, range, counts);
      const calls = query.successfulOnly ? counts.success : totalCalls(counts);
      if (calls === 0) continue;
      const day = new Date(Math.floor(fromMs / DAY_MS) * DAY_MS).toISOString();
      yield query.byDay ? [id, day, calls] : [id, calls];
    }
  }
}

function* parts(query: LogsQuery, toMs: number): Generator<{ fromMs: number; untilMs: number }> {
  for (let fromMs = query.fromMs; fromMs < toMs; ) {
    const nextMs = query.byDay ? (Math.floor(fromMs / DAY_MS) + 1) * DAY_MS : toMs;
    const untilMs = Math.min(nextMs, toMs);
    yield { fromMs, untilMs };
    fromMs = untilMs;
  }
}
