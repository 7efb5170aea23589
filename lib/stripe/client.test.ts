import { describe, expect, it } from 'vitest';
import { startRecorder } from '../../testing/http-recorder';
import { createStripeClient, STRIPE_API_VERSION } from './client';

describe('createStripeClient', () => {
  it('needs no key until Stripe is really wanted', () => {
    const client = createStripeClient({ secretKey: '', apiBase: 'https://api.stripe.com' });
    expect(() => client()).toThrow();
  });

  it('makes one client and pins the API version, without telemetry', async () => {
    const recorder = await startRecorder(() => ({ json: { id: 'cus_1', object: 'customer' } }));
    const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
    expect(client()).toBe(client());
    await client().customers.retrieve('cus_1');
    await client().customers.retrieve('cus_1');
    await recorder.close();
    const headers = recorder.requests.at(-1)?.headers;
    expect(headers).toMatchObject({
      'stripe-version': STRIPE_API_VERSION,
      authorization: 'Bearer sk_test_1',
    });
    expect(headers).not.toHaveProperty('x-stripe-client-telemetry');
    expect(String(headers?.['user-agent'])).toContain('Tollgate');
  });

  it('follows no redirect', async () => {
    const headers = { location: '/v1/elsewhere' };
    const recorder = await startRecorder(() => ({ status: 302, headers }));
    const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
    await Promise.allSettled([client().customers.retrieve('cus_1', {}, { maxNetworkRetries: 0 })]);
    await recorder.close();
    expect(recorder.requests.map(({ path }) => path)).toEqual(['/v1/customers/cus_1']);
  });

  it('never sends a secret key unencrypted to another machine', () => {
    const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: 'http://stripe.test' });
    expect(() => client()).toThrow(/https/);
  });
});
