import { describe, expect, it } from 'vitest';
import { startRecorder } from '../../testing/http-recorder';
import { createStripeClient } from './client';
import type { Transport } from './throttle';

/**
 * A client of a caller who waits ten seconds, at a Stripe that takes a second for each attempt; the clock is the
 * test's.
 */
function waiting(
  attempt: (inner: Transport, request: Parameters<Transport['makeRequest']>) => unknown,
) {
  const clock = { ms: 0 };
  const timeouts: number[] = [];
  const onTheWay = (inner: Transport): Transport => ({
    getClientName: () => 'test',
    async makeRequest(...request) {
      timeouts.push(request[7]);
      clock.ms += 1_000;
      return attempt(inner, request) as ReturnType<Transport['makeRequest']>;
    },
  });
  const options = {
    onTheWay,
    patience: { leftMs: () => 10_000 - clock.ms },
    random: () => 0,
    sleep: async (ms: number) => {
      clock.ms += ms;
    },
  };
  const client = (apiBase: string) =>
    createStripeClient({ secretKey: 'sk_test_1', apiBase }, options)();
  return { clock, timeouts, client };
}

const silence = () => {
  throw Object.assign(new Error('ETIMEDOUT'), { code: 'ETIMEDOUT' });
};

describe('a caller who waits for Stripe', () => {
  it('gets an error when their time is over, without another attempt', async () => {
    const { clock, timeouts, client } = waiting(() => {
      clock.ms += 9_000;
      silence();
    });
    const asked = client('http://127.0.0.1:1').customers.retrieve('cus_1');
    await expect(asked).rejects.toMatchObject({ statusCode: 504 });
    expect(timeouts).toEqual([10_000]);
  });

  it('has what is left of their time in each attempt, and no attempt after it', async () => {
    const { clock, timeouts, client } = waiting(silence);
    clock.ms = 7_500;
    const asked = client('http://127.0.0.1:1').customers.retrieve('cus_1');
    await expect(asked).rejects.toMatchObject({ statusCode: 504 });
    expect(timeouts).toEqual([2_500, 1_500, 500]);
    const late = client('http://127.0.0.1:1').customers.create({ name: 'Ada' });
    await expect(late).rejects.toMatchObject({ statusCode: 504 });
    expect(timeouts).toHaveLength(3);
  });

  it('waits for no turn of a throttled request that comes too late', async () => {
    const headers = { 'retry-after': '6' };
    const json = { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'slow' } };
    const recorder = await startRecorder(() => ({ status: 429, headers, json }));
    const { clock, client } = waiting((inner, request) => inner.makeRequest(...request));
    const asked = client(recorder.url).customers.retrieve('cus_1');
    await expect(asked).rejects.toMatchObject({ statusCode: 429 });
    await recorder.close();
    // One second, six of waiting, one second; another six would be too long.
    expect(clock.ms).toBe(8_000);
  });
});

it('who waits for nothing leaves each attempt its twenty seconds', async () => {
  const timeouts: number[] = [];
  const client = createStripeClient(
    { secretKey: 'sk_test_1', apiBase: 'http://127.0.0.1:1' },
    {
      onTheWay: () => ({
        getClientName: () => 'test',
        async makeRequest(...request) {
          timeouts.push(request[7]);
          return silence();
        },
      }),
    },
  )();
  const asked = client.customers.retrieve('cus_1', {}, { maxNetworkRetries: 0 });
  await expect(asked).rejects.toMatchObject({ type: 'StripeConnectionError' });
  expect(timeouts).toEqual([20_000]);
});
