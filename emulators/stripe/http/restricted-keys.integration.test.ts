import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverage } from '../coverage';
import { call, refused, type StartedStripe, startStripe } from '../started-stripe';
import { resourceOf } from './restricted-keys';

describe('a restricted key', () => {
  let emulator: StartedStripe;
  beforeAll(async () => {
    emulator = await startStripe();
    const permissions = { customer: 'read', invoice: 'read', product: 'write' } as const;
    emulator.part.account.settings.restrictedKeys = { rk_test_narrow0000: permissions };
  });
  afterAll(() => emulator.stop());

  const ask = (method: string, path: string, key = 'rk_test_narrow0000') =>
    call(emulator, {
      method,
      path,
      headers: { authorization: `Bearer ${key}` },
      ...(method === 'POST' ? { form: '' } : {}),
    });

  it('does what it was given and is refused the rest with 403', async () => {
    expect((await ask('GET', '/v1/customers')).status).toBe(200);
    expect(refused(await ask('POST', '/v1/customers'))).toMatchObject({
      status: 403,
      type: 'invalid_request_error',
      message: expect.stringContaining("'rak_customer_write' permission"),
    });
    expect((await ask('GET', '/v1/products')).status).toBe(200);
    expect(refused(await ask('POST', '/v1/products')).code).toBe('parameter_missing');
    expect((await ask('GET', '/v1/subscriptions')).status).toBe(403);
    expect((await ask('GET', '/v1/billing/meters')).status).toBe(403);
  });

  it('may preview an invoice with the right to read', async () => {
    expect((await ask('POST', '/v1/invoices/create_preview')).status).toBe(400);
    expect((await ask('POST', '/v1/invoices')).status).toBe(403);
  });

  it('that nobody set up may do everything', async () => {
    expect((await ask('POST', '/v1/customers', 'rk_test_other00000')).status).toBe(200);
  });

  it('may read disputes and fraud warnings where it was given that', async () => {
    const permissions = { dispute: 'read', radar_early_fraud_warning: 'read' } as const;
    const { restrictedKeys } = emulator.part.account.settings;
    emulator.part.account.settings.restrictedKeys = {
      ...restrictedKeys,
      rk_test_signals000: permissions,
    };
    for (const path of ['/v1/disputes', '/v1/radar/early_fraud_warnings']) {
      expect((await ask('GET', path, 'rk_test_signals000')).status).toBe(200);
      expect((await ask('GET', path)).status).toBe(403);
    }
    expect((await ask('POST', '/v1/disputes/dp_1', 'rk_test_signals000')).status).toBe(403);
  });

  it('has a permission for every address that is answered', () => {
    // What Stripe's own pages ask, with the publishable key.
    const isOfPages = (path: string) => path.startsWith('/v1/payment_pages/');
    const unnamed = coverage().filter(
      ({ path }) => !isOfPages(path) && resourceOf(path) === undefined,
    );
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });
});
