import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shop, type StartedShop, startShop } from '../started-stripe';

let started: StartedShop;
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  started = await startShop();
  ({ shop, stripe } = started);
});
afterAll(() => started.stop());

describe('lists', () => {
  it('come newest first in pages that the SDK walks through', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1)
      made.push((await stripe.products.create({ name: `P${index}` })).id);
    const page = await stripe.products.list({ limit: 3 });
    expect(page.has_more).toBe(true);
    const all: string[] = [];
    for await (const product of stripe.products.list({ limit: 3 })) all.push(product.id);
    expect(all).toEqual([...made.reverse(), 'tollgate_standard']);
    const before = await stripe.products.list({ limit: 3, ending_before: all[4] ?? '' });
    expect(before.data.map((one) => one.id)).toEqual(all.slice(1, 4));
  });

  it('find prices by lookup key, also after it went to another price', async () => {
    const next = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 5,
      recurring: { interval: 'month' },
      lookup_key: 'moving',
    });
    const later = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 6,
      recurring: { interval: 'month' },
      lookup_key: 'moving',
      transfer_lookup_key: true,
    });
    const found = await stripe.prices.list({
      lookup_keys: ['moving'],
      active: true,
      expand: ['data.product'],
    });
    expect(found.data.map((one) => one.id)).toEqual([later.id]);
    expect(found.data[0]?.product).toMatchObject({ id: shop.productId, object: 'product' });
    expect((await stripe.prices.retrieve(next.id)).lookup_key).toBeNull();
  });

  it('show tiers and decimals when asked', async () => {
    const price = await stripe.prices.retrieve(shop.priceId, { expand: ['tiers'] });
    expect(
      price.tiers?.map((tier) => [
        tier.up_to,
        tier.flat_amount,
        tier.unit_amount_decimal?.toString() ?? null,
      ]),
    ).toEqual([
      [100_000, 8995, null],
      [null, null, '0.1'],
    ]);
  });
});
