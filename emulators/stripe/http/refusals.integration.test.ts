import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, refused, type Shop, type StartedShop, startShop } from '../started-stripe';

let started: StartedShop;
let emulator: StartedShop['emulator'];
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  started = await startShop();
  ({ emulator, shop, stripe } = started);
});
afterAll(() => started.stop());

describe('what Stripe would refuse', () => {
  it('a version of the API whose shapes are others than these', async () => {
    const get = (version?: string) =>
      call(emulator, {
        method: 'GET',
        path: '/v1/customers',
        headers: version === undefined ? {} : { 'stripe-version': version },
      });
    expect((await get()).headers.get('stripe-version')).toBe('2026-10-28.endive');
    const earlier = await get('2026-09-30.endive');
    expect([earlier.status, earlier.headers.get('stripe-version')]).toEqual([
      200,
      '2026-09-30.endive',
    ]);
    for (const version of ['2025-03-31.basil', '2020-08-27', 'newest']) {
      const answer = await get(version);
      expect(refused(answer)).toMatchObject({
        status: 400,
        message: expect.stringContaining(`Invalid Stripe API version: ${version}`),
      });
      expect(answer.headers.get('request-id')).toMatch(/^req_/);
    }
  });

  it('an unknown parameter, by its name', async () => {
    expect(
      refused(
        await call(emulator, {
          method: 'POST',
          path: '/v1/customers',
          form: 'email=a%40b.c&nonsense[a]=1',
        }),
      ),
    ).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'parameter_unknown',
      param: 'nonsense',
      message: 'Received unknown parameter: nonsense',
    });
  });

  it('payment_method_types, which Checkout has no more', async () => {
    const form = `mode=subscription&success_url=http://a.test/&line_items[0][price]=${shop.priceId}&payment_method_types[0]=card`;
    expect(
      refused(await call(emulator, { method: 'POST', path: '/v1/checkout/sessions', form: form })),
    ).toMatchObject({
      status: 400,
      param: 'payment_method_types',
    });
  });

  it('a quantity for a metered price', async () => {
    const session = stripe.checkout.sessions.create({
      mode: 'subscription',
      success_url: 'http://a.test/',
      line_items: [{ price: shop.priceId, quantity: 1 }],
    });
    await expect(session).rejects.toThrow(
      'Quantity should not be specified where usage_type is `metered`. Remove quantity from `line_items[0]`',
    );
  });

  it('a missing parameter, a wrong type, a value that is none', async () => {
    expect(
      refused(await call(emulator, { method: 'POST', path: '/v1/products', form: 'id=x' })),
    ).toMatchObject({
      code: 'parameter_missing',
      param: 'name',
    });
    expect(
      refused(await call(emulator, { method: 'GET', path: '/v1/customers?limit=ten' })),
    ).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
    expect(
      refused(
        await call(emulator, {
          method: 'POST',
          path: '/v1/billing/meters',
          form: 'display_name=x&event_name=y&default_aggregation[formula]=max',
        }),
      ),
    ).toMatchObject({
      param: 'default_aggregation[formula]',
      message: 'Invalid default_aggregation[formula]: must be one of count, last, or sum',
    });
  });

  it('a request without a key, or with a key that is none', async () => {
    expect(
      await call(emulator, {
        method: 'GET',
        path: '/v1/customers',
        headers: { authorization: '' },
      }),
    ).toMatchObject({
      status: 401,
    });
    expect(
      refused(
        await call(emulator, {
          method: 'GET',
          path: '/v1/customers',
          headers: { authorization: 'Bearer whatever' },
        }),
      ).message,
    ).toContain('Invalid API Key provided');
  });

  it('a route that is not there: 501 with its name', async () => {
    expect(refused(await call(emulator, { method: 'POST', path: '/v1/payouts' }))).toMatchObject({
      status: 501,
      message: expect.stringContaining('POST /v1/payouts'),
    });
  });

  it('tiers with transform_quantity, a metered price without a meter, a second price with the lookup key', async () => {
    const base = { product: shop.productId, currency: 'usd' } as const;
    await expect(
      stripe.prices.create({
        ...base,
        billing_scheme: 'tiered',
        tiers_mode: 'volume',
        tiers: [{ up_to: 'inf', unit_amount: 1 }],
        transform_quantity: { divide_by: 10, round: 'up' },
      }),
    ).rejects.toThrow('cannot be combined');
    await expect(
      stripe.prices.create({
        ...base,
        unit_amount: 1,
        recurring: { interval: 'month', usage_type: 'metered' },
      }),
    ).rejects.toThrow('meter');
    await expect(
      stripe.prices.create({ ...base, unit_amount: 1, lookup_key: 'tollgate_standard' }),
    ).rejects.toThrow('already uses that lookup key');
  });

  it('a change of what a price costs', async () => {
    expect(
      refused(
        await call(emulator, {
          method: 'POST',
          path: `/v1/prices/${shop.priceId}`,
          form: 'unit_amount=1',
        }),
      ),
    ).toMatchObject({ code: 'parameter_unknown', param: 'unit_amount' });
  });
});
