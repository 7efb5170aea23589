import type { Context } from 'hono';
import type { Service } from '../service';
import { knownThroughMs } from '../usage/known-through';
import type { ReportQuery } from '../usage/report-rows';
import type { ReportKind } from '../usage/reports';
import { BUCKET_MS } from '../usage/time-bucket';
import { validationError } from './arm-error';
import { type Filter, parseFilter } from './odata-filter';

type IdField = 'subscriptionId' | 'userId' | 'productId' | 'apiId' | 'operationId';

const COMMON: readonly IdField[] = ['userId', 'productId', 'subscriptionId'];
const WITH_API: readonly IdField[] = [...COMMON, 'apiId', 'operationId'];

/** What each report can be filtered by, besides the timestamp and the region. */
const FIELDS: Record<ReportKind | 'byrequest', readonly IdField[]> = {
  bysubscription: COMMON,
  byuser: WITH_API,
  byproduct: WITH_API,
  byoperation: WITH_API,
  byapi: WITH_API,
  bygeo: WITH_API,
  bytime: WITH_API,
  byrequest: WITH_API,
};

/** Reads `$filter` and `interval`. A time is required; `le` left out means until now. */
export function readReportQuery(
  c: Context,
  arm: Service,
  kind: ReportKind | 'byrequest',
): ReportQuery {
  const nowMs = arm.world.clock.nowMs();
  const text = c.req.query('$filter') ?? '';
  const conditions = text.trim() === '' ? [] : conjunction(parseFilter(text));
  let fromMs: number | null = null;
  let toMs: number | null = null;
  const ids: Partial<Record<IdField, string>> = {};
  for (const { field, operator, value } of conditions) {
    if (field === 'timestamp') {
      const ms = instant(value);
      if (operator === 'ge') fromMs = ms;
      else if (operator === 'le') toMs = ms;
      else throw validationError("Only 'ge' and 'le' are supported for 'timestamp'.");
      continue;
    }
    if (operator !== 'eq') throw validationError(`Only 'eq' is supported for '${field}'.`);
    // There is one region; asking for it changes nothing.
    if (field === 'apiRegion') continue;
    const known = FIELDS[kind].find((one) => one === field);
    if (!known) throw validationError(`Filtering by '${field}' is not supported in this report.`);
    ids[known] = value.split('/').pop() ?? value;
  }
  if (fromMs === null && toMs === null) {
    throw validationError("A 'timestamp' condition is required in $filter.");
  }
  return {
    fromMs: fromMs ?? 0,
    toMs: toMs ?? nowMs,
    knownThroughMs: knownThroughMs(arm),
    subscriptionId: ids.subscriptionId ?? null,
    userId: ids.userId ?? null,
    productId: ids.productId ?? null,
    apiId: ids.apiId ?? null,
    operationId: ids.operationId ?? null,
    intervalMs: kind === 'bytime' ? readInterval(c.req.query('interval')) : BUCKET_MS,
  };
}

function conjunction(filter: Filter): Extract<Filter, { kind: 'compare' }>[] {
  if (filter.kind === 'compare') return [filter];
  if (filter.kind === 'join' && filter.word === 'and')
    return [...conjunction(filter.left), ...conjunction(filter.right)];
  throw validationError("Reports can only be filtered by comparisons joined with 'and'.");
}

/** With or without milliseconds and zone; without a zone it is UTC. */
function instant(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) throw validationError(`'${text}' is not a valid datetime.`);
  return ms;
}

/** An ISO 8601 duration that is a multiple of 15 minutes, and not none. */
function readInterval(text: string | undefined): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text ?? '');
  const [days = 0, hours = 0, minutes = 0] = (match ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const ms = ((days * 24 + hours) * 60 + minutes) * 60_000;
  if (ms > 0 && ms % BUCKET_MS === 0) return ms;
  throw validationError(
    "'interval' must be an ISO 8601 duration, a multiple of 15 minutes and not zero.",
  );
}
