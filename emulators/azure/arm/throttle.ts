import type { MiddlewareHandler } from 'hono';
import { ArmError } from './arm-error';

type Kind = 'reads' | 'writes' | 'deletes';

/** Azure's token buckets for one principal in one subscription: size, and refill a second. */
const BUCKETS: Record<Kind, { size: number; perSecond: number }> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** Counts requests down in real time, as clients' retries wait in real time; refuses when told to. */
export function throttle(options: { enforced: boolean; nowMs?: () => number }): MiddlewareHandler {
  const nowMs = options.nowMs ?? (() => performance.now());
  const levels = new Map<Kind, { tokens: number; atMs: number }>();
  return async (c, next) => {
    const kind = kindOf(c.req.method);
    const { size, perSecond } = BUCKETS[kind];
    const level = levels.get(kind) ?? { tokens: size, atMs: nowMs() };
    const passedSeconds = (nowMs() - level.atMs) / 1000;
    const tokens = Math.min(size, level.tokens + passedSeconds * perSecond);
    if (tokens < 1 && options.enforced) {
      c.header('Retry-After', `${Math.ceil((1 - tokens) / perSecond)}`);
      throw new ArmError(
        429,
        'SubscriptionRequestsThrottled',
        `Number of requests for subscription exceeded the limit of ${kind}. Please try again later.`,
      );
    }
    const left = Math.max(0, tokens - 1);
    levels.set(kind, { tokens: left, atMs: nowMs() });
    await next();
    c.res.headers.set(`x-ms-ratelimit-remaining-subscription-${kind}`, `${Math.floor(left)}`);
    c.res.headers.set(
      `x-ms-ratelimit-remaining-subscription-global-${kind}`,
      `${Math.floor(left) * 15}`,
    );
  };
}

function kindOf(method: string): Kind {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
}
