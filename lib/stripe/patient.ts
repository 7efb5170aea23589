import type { Patience } from '../ports/patience';
import type { Transport } from './throttle';

type Answer = Awaited<ReturnType<Transport['makeRequest']>>;

/**
 * Ends an attempt when the caller's time is over, and begins none after that. The SDK must not repeat such a call:
 * otherwise it would, twice, whoever waits.
 */
export function withPatience(inner: Transport, patience: Patience): Transport {
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      const leftMs = patience.leftMs();
      if (leftMs <= 0) return tooLate();
      const timeoutMs = request.pop() as number;
      const given = request as unknown as DropLast<typeof request>;
      try {
        return await inner.makeRequest(...given, Math.min(timeoutMs, Math.ceil(leftMs)));
      } catch (error) {
        if (patience.leftMs() <= 0) return tooLate();
        throw error;
      }
    },
  };
}

type DropLast<List extends readonly unknown[]> = List extends [...infer Start, unknown]
  ? Start
  : never;

function tooLate(): Answer {
  return {
    getStatusCode: () => 504,
    getHeaders: () => ({ 'stripe-should-retry': 'false' }),
    getRawResponse: () => null,
    toStream: () => {
      throw new Error('There is no answer to read.');
    },
    toJSON: async () => ({
      error: { type: 'api_error', message: 'No response in time.' },
    }),
  };
}
