import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { itemOf, linesOf, type SeveralPrices, stockSeveralPrices } from '../several-prices';
import { CALLS, type Shop, type StartedStripe } from '../started-stripe';

/** From 23 November at 10:00 a month is 30 days long. */
const HALF = '2026-12-08T10:00:00Z';
const RENEWED = '2026-12-23T12:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('a metered price that gives way to another of the same meter within a period', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let shop: Shop;
  let prices: SeveralPrices;
  let fee: Stripe.Price;
  let calls: Stripe.Price;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, shop } = fresh);
    prices = await stockSeveralPrices(fresh);
    ({ fee, calls } = prices);
  });

  async function swap(
    behavior: Stripe.SubscriptionUpdateParams.ProrationBehavior,
    mode: 'flexible' | 'classic' = 'flexible',
  ) {
    const made = await prices.start([fee, calls], { billing_mode: { type: mode } });
    await prices.use(CALLS, 400);
    await emulator.advanceToISO(HALF);
    const next = await prices.metered(shop.meterId, 9);
    const changed = await stripe.subscriptions.update(made.id, {
      items: [{ id: itemOf(made, calls).id, price: next.id }],
      proration_behavior: behavior,
    });
    expect(itemOf(changed, next)).toMatchObject({
      id: itemOf(made, calls).id,
      current_period_start: seconds(HALF),
      current_period_end: seconds('2026-12-23T10:00:00Z'),
    });
    const before = await prices.latest(made.id);
    // Too late for the old price, and not the new one's.
    await prices.use(CALLS, 5000, '2026-12-08T09:00:00Z');
    await prices.use(CALLS, 30, HALF);
    await emulator.advanceToISO(RENEWED);
    return { next, before, after: await prices.latest(made.id) };
  }

  it('bills the usage until then at the old price with the renewal', async () => {
    const { next, after } = await swap('create_prorations');
    expect(linesOf(after)).toEqual([
      [fee.id, 3000],
      [calls.id, 800],
      [next.id, 270],
    ]);
  });

  it('bills it at once with always_invoice', async () => {
    const { next, before, after } = await swap('always_invoice');
    expect(linesOf(before)).toEqual([[calls.id, 800]]);
    expect(linesOf(after)).toEqual([
      [fee.id, 3000],
      [next.id, 270],
    ]);
  });

  it.each([
    ['none', 'flexible'],
    ['create_prorations', 'classic'],
  ] as const)('never bills it with %s in %s mode', async (behavior, mode) => {
    const { next, after } = await swap(behavior, mode);
    expect(linesOf(after)).toEqual([
      [fee.id, 3000],
      [next.id, 270],
    ]);
  });
});
