import type { MiddlewareHandler } from 'hono';
import { ArmError } from './arm-error';

type Kind = 'reads' | 'writes' | 'deletes';

/** Azure's token buckets for one principal in one subscription: size, and refill a second. */
const BUCKETS: Record<Kind, { size: number; perSecond: number }> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

const GLOBAL_FACTOR = 15;
/** Callers that are remembered: a token that hasn't been seen for so many others starts afresh. */
const CALLERS = 1000;

/**
 * Counts requests down in real time, as clients' retries wait in real time; rejects when enabled. Every
 * principal has its buckets, and all together share larger ones.
 */
export function throttle(options: {
  isEnforced: () => boolean;
  nowMs?: () => number;
}): MiddlewareHandler {
  const nowMs = options.nowMs ?? (() => performance.now());
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string, kind: Kind, factor: number) => {
    const { size, perSecond } = BUCKETS[kind];
    const known = buckets.get(name) ?? new Bucket(size * factor, perSecond * factor, nowMs());
    buckets.delete(name);
    buckets.set(name, known);
    const [oldest] = buckets.keys();
    if (buckets.size > 3 * CALLERS && oldest !== undefined) buckets.delete(oldest);
    return known;
  };
  return async (c, next) => {
    const kind = kindOf(c.req.method);
    const own = bucketOf(`${kind} ${c.req.header('authorization') ?? ''}`, kind, 1);
    const shared = bucketOf(`${kind} of all`, kind, GLOBAL_FACTOR);
    const waitSeconds = Math.max(own.waitSeconds(nowMs()), shared.waitSeconds(nowMs()));
    if (waitSeconds > 0 && options.isEnforced()) {
      c.header('Retry-After', `${Math.ceil(waitSeconds)}`);
      throw new ArmError(
        429,
        'SubscriptionRequestsThrottled',
        `Number of requests for subscription exceeded the limit of ${kind}. Please try again after '${Math.ceil(waitSeconds)}' seconds.`,
      );
    }
    const left = own.take();
    const leftOfAll = shared.take();
    await next();
    c.res.headers.set(`x-ms-ratelimit-remaining-subscription-${kind}`, `${left}`);
    c.res.headers.set(`x-ms-ratelimit-remaining-subscription-global-${kind}`, `${leftOfAll}`);
  };
}

class Bucket {
  readonly #size: number;
  readonly #perSecond: number;
  #tokens: number;
  #atMs: number;

  constructor(size: number, perSecond: number, atMs: number) {
    this.#size = size;
    this.#perSecond = perSecond;
    this.#tokens = size;
    this.#atMs = atMs;
  }

  /** Until there is a token again; 0 when there is one. */
  waitSeconds(nowMs: number): number {
    const refilled = this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#size, refilled);
    this.#atMs = nowMs;
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perSecond;
  }

  /** How many whole tokens are left. */
  take(): number {
    this.#tokens = Math.max(0, this.#tokens - 1);
    return Math.floor(this.#tokens);
  }
}

function kindOf(method: string): Kind {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
}
