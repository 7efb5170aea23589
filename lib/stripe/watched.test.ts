import { describe, expect, it } from 'vitest';
import { startRecorder } from '../../testing/http-recorder';
import type { UpstreamCall, UpstreamEnd } from '../ports/telemetry';
import { createStripeClient } from './client';
import { routeOf } from './watched';

it.each([
  ['/v1/customers/cus_1?expand[]=subscriptions', '/v1/customers/{id}'],
  ['/v1/checkout/sessions/cs_test_1/expire', '/v1/checkout/sessions/{id}/expire'],
  ['/v1/billing/meters/mtr_1/event_summaries', '/v1/billing/meters/{id}/event_summaries'],
  ['/v1/products/tollgate_basic', '/v1/products/{id}'],
  ['/v2/core/events/evt_1', '/v2/core/events/{id}'],
])('%s is recorded as %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

it('every attempt at a request is recorded, with its number and its end', async () => {
  const answers = [{ status: 429 }, { json: { id: 'cus_1', object: 'customer' } }];
  const recorder = await startRecorder((_, index) => answers[index] ?? {});
  const reported: { call: UpstreamCall; end: UpstreamEnd }[] = [];
  const client = createStripeClient(
    { secretKey: 'sk_test_1', apiBase: recorder.url },
    {
      sleep: async () => {},
      watch: { begin: (call) => (end) => reported.push({ call, end }) },
    },
  )();
  try {
    await client.customers.retrieve('cus_1');
  } finally {
    await recorder.close();
  }
  expect(reported.map(({ call, end }) => [call.method, call.route, call.attempt, end])).toEqual([
    ['GET', '/v1/customers/{id}', 1, { status: 429 }],
    ['GET', '/v1/customers/{id}', 2, { status: 200 }],
  ]);
});

describe('an address that nobody answers at', () => {
  it('is recorded by the kind of failure', async () => {
    const ends: UpstreamEnd[] = [];
    const client = createStripeClient(
      { secretKey: 'sk_test_1', apiBase: 'http://127.0.0.1:1' },
      { watch: { begin: () => (end) => ends.push(end) } },
    )();
    await expect(
      client.customers.retrieve('cus_1', {}, { maxNetworkRetries: 0 }),
    ).rejects.toThrow();
    expect(ends).toEqual([{ error: 'ECONNREFUSED' }]);
  });
});
