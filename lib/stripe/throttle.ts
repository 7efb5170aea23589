import type Stripe from 'stripe';
import { ENDLESS, type Patience } from '../ports/patience';

export type Transport = ReturnType<typeof Stripe.createNodeHttpClient>;

export interface ThrottleOptions {
  maxRetries: number;
  /** No single wait is longer, whatever Retry-After asks for: a request of ours has somebody waiting. */
  maxDelayMs: number;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  /** What would be waited for longer is not waited for at all. */
  patience: Patience;
}

const DEFAULTS: ThrottleOptions = {
  maxRetries: 4,
  maxDelayMs: 8_000,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  patience: ENDLESS,
};

/**
 * Sends requests again that Stripe answered with 429. The SDK retries lost connections, 409 and 5xx but returns a 429
 * immediately and ignores Retry-After. A throttled request was not carried out, yet only repeatable calls are repeated:
 * reads, deletes, and writes with an idempotency key (the SDK gives every POST one).
 */
export function withThrottling(inner: Transport, given: Partial<ThrottleOptions> = {}): Transport {
  const options = { ...DEFAULTS, ...given };
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      const [, , , method, headers] = request;
      for (let retry = 0; ; retry += 1) {
        const response = await inner.makeRequest(...request);
        if (response.getStatusCode() !== 429 || retry >= options.maxRetries) return response;
        const answered = response.getHeaders();
        // 'true' means that the SDK itself will do it; 'false' that it is of no use.
        if (header(answered, 'stripe-should-retry') !== undefined) return response;
        if (method === 'POST' && !header(headers, 'idempotency-key')) return response;
        const waitMs = delayMs(header(answered, 'retry-after'), retry, options);
        if (waitMs >= options.patience.leftMs()) return response;
        // The body is read to its end so that the connection can be used again.
        await response.toJSON().catch(() => undefined);
        await options.sleep(waitMs);
      }
    },
  };
}

function delayMs(retryAfter: string | undefined, retry: number, options: ThrottleOptions): number {
  const asked = Number(retryAfter) * 1000;
  const backOff = 500 * 2 ** retry;
  const wanted = retryAfter !== undefined && Number.isFinite(asked) ? asked : backOff;
  // Spread out, so that many requests throttled together do not come back together.
  const jitter = options.random() * 0.25 * backOff;
  return Math.min(Math.max(wanted, 0) + jitter, options.maxDelayMs);
}

function header(headers: object, name: string): string | undefined {
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name && value !== undefined && value !== null) return String(value);
  }
  return undefined;
}
