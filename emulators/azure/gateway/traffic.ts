import { effectivePolicy } from '../policy/effective-policy';
import type { Service } from '../service';
import type { ApiRow, OperationRow, SubscriptionRow } from '../state/rows';
import { callClass } from '../usage/call-class';
import { covers, isUsable } from './authorize';
import { type QuotaShare, quotaShare } from './limits';
import { policyContext } from './policy-context';

export interface TrafficInput {
  readonly subscription: string;
  readonly calls: number;
  /** ISO, or ms since epoch. Without both: all now. With `from` alone: until now. */
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
  /** What the backend answers. Default 200. */
  readonly status?: number | undefined;
  /** even: spread from `from` to `to`, the default; burst: all of them at `from`. */
  readonly spread?: 'even' | 'burst' | undefined;
  /** Default: the first API that the subscription opens, of those that have the operation where one is named. */
  readonly api?: string | undefined;
  /** Default: the API's first one. */
  readonly operation?: string | undefined;
}

export interface TrafficResult {
  /** Let through by the gateway, whatever the backend answered. */
  readonly answered: number;
  /** By the subscription's state or a quota. */
  readonly refused: number;
}

/** The request itself makes no sense: an unknown subscription, a time to come. */
export class TrafficError extends Error {}

/** What an answer of the sample API weighs, for bandwidth quotas. */
const BYTES_PER_CALL = 256;

/**
 * Makes calls for a subscription without sending them one by one: as if they had come evenly over a
 * time, slowly enough for rate limits. States and quotas are obeyed as the gateway obeys them.
 */
export function makeTraffic(service: Service, input: TrafficInput): TrafficResult {
  const { state } = service;
  const subscription = state.subscriptions.get(input.subscription);
  if (!subscription) throw new TrafficError(`There is no subscription '${input.subscription}'.`);
  if (!Number.isSafeInteger(input.calls) || input.calls < 1) {
    throw new TrafficError('calls: a whole number from 1 up.');
  }
  const time = timeOf(service, input);
  const status = input.status ?? 200;
  const target = targetOf(service, subscription, input);
  const plan =
    target && isUsable(state, subscription)
      ? planCalls(service, { subscription, target, time, calls: input.calls })
      : [{ ...time, answered: 0, refused: input.calls }];
  for (const part of plan) count(service, { subscription, target, status, part });
  const answered = plan.reduce((sum, part) => sum + part.answered, 0);
  const refused = plan.reduce((sum, part) => sum + part.refused, 0);
  logTraffic(service, { subscription, target, status, answered, refused });
  service.world.touch();
  return { answered, refused };
}

/** What is called. */
interface Target {
  readonly api: ApiRow;
  readonly operation: OperationRow | undefined;
}

/** Undefined where nothing was named and the subscription opens nothing: then all is refused. */
function targetOf(
  { state }: Service,
  subscription: SubscriptionRow,
  { api: apiId, operation: operationId }: TrafficInput,
): Target | undefined {
  if (apiId !== undefined && !state.apis.get(apiId))
    throw new TrafficError(`There is no API '${apiId}'.`);
  const open = [...state.apis.all()].filter(
    (one) => (apiId === undefined || one.id === apiId) && covers(state, subscription, one),
  );
  if (apiId !== undefined && open.length === 0)
    throw new TrafficError(`The subscription does not open the API '${apiId}'.`);
  if (operationId === undefined)
    return open[0] && { api: open[0], operation: open[0].operations[0] };
  for (const api of open) {
    const operation = api.operations.find(({ id }) => id === operationId);
    if (operation) return { api, operation };
  }
  throw new TrafficError(`The subscription opens no API with an operation '${operationId}'.`);
}

interface Time {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Part extends Time {
  readonly answered: number;
  readonly refused: number;
}

function timeOf(service: Service, input: TrafficInput): Time {
  const nowMs = service.world.clock.nowMs();
  const fromMs = input.from === undefined ? instant(input.to ?? nowMs) : instant(input.from);
  const toMs = input.to === undefined ? nowMs : instant(input.to);
  if (fromMs > toMs) throw new TrafficError('from: must not be after to.');
  if (toMs > nowMs)
    throw new TrafficError('to: calls can only be made up to now. Advance the clock.');
  return { fromMs, toMs: input.spread === 'burst' ? fromMs : toMs };
}

function instant(value: string | number): number {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isNaN(ms)) throw new TrafficError(`'${value}' is not a time in ISO 8601.`);
  return ms;
}

/** Cuts the time where quota windows end, and lets through in each what its windows have left. */
function planCalls(
  service: Service,
  input: { subscription: SubscriptionRow; target: Target; time: Time; calls: number },
): Part[] {
  const { subscription, target, time, calls } = input;
  const { api, operation } = target;
  const productId = subscription.scope.kind === 'product' ? subscription.scope.id : null;
  const at = { apiId: api.id, operationId: operation?.id ?? '' };
  const context = policyContext({
    ...at,
    subscription,
    productId,
    key: subscription.primaryKey,
    method: operation?.method ?? 'GET',
    url: new URL(`http://127.0.0.1/${api.path}`),
    ipAddress: '127.0.0.1',
    matched: {},
    nowMs: time.fromMs,
  });
  const { limits } = effectivePolicy(service.state, { productId, ...at }, context);
  const caller = { subscription, context };
  const parts: Part[] = [];
  const wholeMs = time.toMs - time.fromMs;
  let fromMs = time.fromMs;
  let planned = 0;
  do {
    const atMs = fromMs;
    const quotas = limits.flatMap((inForce) =>
      inForce.limit.kind === 'quota'
        ? (quotaShare(inForce, inForce.limit, caller, atMs) ?? [])
        : [],
    );
    const toMs = Math.min(time.toMs, ...quotas.map((quota) => quota.window.endMs));
    const through =
      wholeMs === 0 || toMs === time.toMs
        ? calls
        : Math.floor((calls / wholeMs) * (toMs - time.fromMs));
    const here = through - planned;
    const answered = Math.min(here, ...quotas.map((quota) => left(service, quota)));
    for (const { counter, window } of quotas) {
      const use = { calls: answered, bytes: answered * BYTES_PER_CALL };
      service.counters.add(counter, window.index, use);
    }
    parts.push({ fromMs, toMs, answered, refused: here - answered });
    planned = through;
    fromMs = toMs;
  } while (fromMs < time.toMs);
  return parts;
}

function left(service: Service, { counter, window, limit }: QuotaShare): number {
  const used = service.counters.used(counter, window.index);
  const calls = limit.calls === null ? Number.MAX_SAFE_INTEGER : limit.calls - used.calls;
  const bytes =
    limit.bandwidthKb === null ? Number.MAX_SAFE_INTEGER : limit.bandwidthKb * 1024 - used.bytes;
  return Math.max(0, Math.min(calls, Math.ceil(bytes / BYTES_PER_CALL)));
}

/** Within a part those that are refused come last: the quota was used up by the others. */
function count(
  service: Service,
  input: {
    subscription: SubscriptionRow;
    target: Target | undefined;
    status: number;
    part: Part;
  },
): void {
  const { subscription, target, part } = input;
  const share = part.answered / Math.max(1, part.answered + part.refused);
  const turnMs = Math.round(part.fromMs + (part.toMs - part.fromMs) * share);
  const common = {
    subscriptionId: subscription.id,
    productId: subscription.scope.kind === 'product' ? subscription.scope.id : '',
    userId: subscription.ownerId ?? '',
    apiId: target?.api.id ?? '',
    operationId: target?.operation?.id ?? '',
  };
  if (part.answered > 0) {
    const time = { fromMs: part.fromMs, toMs: turnMs };
    service.usage.add({ ...common, ...time, class: callClass(input.status), calls: part.answered });
  }
  if (part.refused > 0) {
    const time = { fromMs: turnMs, toMs: part.toMs };
    service.usage.add({ ...common, ...time, class: 'blocked', calls: part.refused });
  }
}

function logTraffic(
  service: Service,
  input: TrafficResult & {
    subscription: SubscriptionRow;
    target: Target | undefined;
    status: number;
  },
): void {
  const { subscription, target } = input;
  const common = {
    at: service.world.clock.now().toISOString(),
    subscription: subscription.id,
    user: subscription.ownerId,
    product: subscription.scope.kind === 'product' ? subscription.scope.id : null,
    api: target?.api.id ?? null,
    operation: target?.operation?.id ?? null,
    method: target?.operation?.method ?? 'GET',
    url: '(traffic)',
    ipAddress: '127.0.0.1',
  };
  const { answered, refused } = input;
  if (answered > 0) service.calls.add({ ...common, status: input.status, calls: answered });
  const refusal = subscription.state === 'active' ? 403 : 401;
  if (refused > 0) service.calls.add({ ...common, status: refusal, calls: refused });
}
