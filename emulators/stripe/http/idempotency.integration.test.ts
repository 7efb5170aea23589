import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, type StartedStripe, startStripe } from '../started-stripe';

let emulator: StartedStripe;
let stripe: Stripe;
beforeAll(async () => {
  emulator = await startStripe();
  stripe = emulator.stripe;
});
afterAll(async () => {
  await emulator.stop();
});

describe('idempotency keys', () => {
  it('give the same answer again and do the work once', async () => {
    const first = await stripe.customers.create(
      { email: 'once@example.com' },
      { idempotencyKey: 'key-1' },
    );
    const second = await stripe.customers.create(
      { email: 'once@example.com' },
      { idempotencyKey: 'key-1' },
    );
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.customers.list({ email: 'once@example.com' })).data).toHaveLength(1);
  });

  it('are refused with other parameters', async () => {
    await stripe.customers.create({ email: 'a@example.com' }, { idempotencyKey: 'key-2' });
    await expect(
      stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'key-2' }),
    ).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
  });

  it('are in use while their first request runs: 409, which the SDK tries again', async () => {
    emulator.part.account.settings.latencyMs = 1500;
    const form = 'email=twice%40example.com';
    const both = await Promise.all(
      [1, 2].map(() =>
        call(emulator, {
          method: 'POST',
          path: '/v1/customers',
          form,
          headers: { 'idempotency-key': 'key-3' },
        }),
      ),
    );
    emulator.part.account.settings.latencyMs = 0;
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect((await stripe.customers.list({ email: 'twice@example.com' })).data).toHaveLength(1);
  });

  it('are forgotten after 24 hours', async () => {
    const first = await stripe.customers.create({}, { idempotencyKey: 'key-4' });
    await emulator.advanceDays(1);
    expect((await stripe.customers.create({}, { idempotencyKey: 'key-4' })).id).not.toBe(first.id);
  });

  it('give a failure of the server again, and are free after a refused parameter', async () => {
    const post = (form: string) =>
      call(emulator, {
        method: 'POST',
        path: '/v1/customers',
        form,
        headers: { 'idempotency-key': form },
      });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(emulator.part.account.customers, 'put').mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    expect((await post('name=fails')).status).toBe(500);
    const again = await post('name=fails');
    expect(again).toMatchObject({ status: 500, body: { error: { type: 'api_error' } } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');

    const wrong = await post('nonsense=1');
    expect(wrong.status).toBe(400);
    expect((await post('nonsense=1')).headers.get('idempotent-replayed')).toBeNull();
  });

  it('mean nothing for what only reads or deletes', async () => {
    const { id } = await stripe.customers.create({});
    const headers = { 'idempotency-key': 'key-5' };
    const path = `/v1/customers/${id}`;
    expect((await call(emulator, { method: 'GET', path, headers })).status).toBe(200);
    const deleted = await call(emulator, { method: 'DELETE', path, headers });
    expect(deleted.headers.get('idempotent-replayed')).toBeNull();
  });
});
