import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import {
  itemOf,
  linesOf,
  type SeveralPrices,
  setOf,
  stockSeveralPrices,
  TOKENS,
} from '../several-prices';
import { CALLS, type Shop, type StartedStripe } from '../started-stripe';

/** From 23 November at 10:00 a month is 30 days long. */
const HALF = '2026-12-08T10:00:00Z';
const RENEWED = '2026-12-23T12:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('a schedule of a subscription with several items', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let shop: Shop;
  let prices: SeveralPrices;
  let fee: Stripe.Price;
  let calls: Stripe.Price;
  let words: Stripe.Price;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, shop } = fresh);
    prices = await stockSeveralPrices(fresh);
    ({ fee, calls, words } = prices);
  });

  it('has phases of several items, known by their prices', async () => {
    const made = await prices.start([fee, calls, words]);
    await prices.use(CALLS, 100);
    await prices.use(TOKENS, 10);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
    const [now] = schedule.phases;
    expect(now?.items.map((one) => [one.price, one.quantity])).toEqual([
      [fee.id, 1],
      [calls.id, undefined],
      [words.id, undefined],
    ]);
    const dear = await prices.licensed(5000);
    const cheap = await prices.metered(shop.meterId, 1);
    const phases = [
      {
        items: [{ price: words.id }, { price: fee.id, quantity: 1 }, { price: calls.id }],
        start_date: now?.start_date ?? 0,
        end_date: now?.end_date ?? 0,
      },
      {
        items: [
          { price: cheap.id },
          { price: words.id, metadata: { kept: 'yes' } },
          { price: dear.id, quantity: 2 },
        ],
        duration: { interval: 'month' as const },
        metadata: { plan: 'dear' },
      },
    ];
    const saved = await stripe.subscriptionSchedules.update(schedule.id, { phases });
    expect(saved.phases[1]?.items.map((one) => one.price)).toEqual([cheap.id, words.id, dear.id]);
    const expected = [
      [dear.id, 10_000],
      [calls.id, 200],
      [words.id, 50],
    ];
    expect(linesOf(await stripe.invoices.createPreview({ schedule: schedule.id }))).toEqual(
      expected,
    );
    await emulator.advanceToISO(RENEWED);
    expect(linesOf(await prices.latest(made.id))).toEqual(expected);
    const changed = await stripe.subscriptions.retrieve(made.id);
    expect(setOf(changed)).toEqual([cheap.id, words.id, dear.id]);
    expect(itemOf(changed, words)).toMatchObject({
      id: itemOf(made, words).id,
      metadata: { kept: 'yes' },
    });
    expect(changed.metadata).toMatchObject({ plan: 'dear' });
    for (const item of changed.items.data)
      expect(item).toMatchObject({
        current_period_start: seconds('2026-12-23T10:00:00Z'),
        current_period_end: seconds('2027-01-23T10:00:00Z'),
      });
    await prices.use(CALLS, 1000);
    await emulator.advanceToISO('2027-01-23T12:00:00Z');
    expect(linesOf(await prices.latest(made.id))).toEqual([
      [dear.id, 10_000],
      [cheap.id, 1000],
      [words.id, 0],
    ]);
    expect(setOf(await stripe.subscriptions.retrieve(made.id))).toEqual(setOf(changed));
  });

  it('is refused where it names a price twice, changes what is now, or ends within a period', async () => {
    const made = await prices.start([fee, calls]);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
    const [now] = schedule.phases;
    const current = {
      items: [{ price: fee.id, quantity: 1 }, { price: calls.id }],
      start_date: now?.start_date ?? 0,
      end_date: now?.end_date ?? 0,
    };
    const then = { items: [{ price: calls.id }], duration: { interval: 'month' as const } };
    const update = (...phases: Stripe.SubscriptionScheduleUpdateParams.Phase[]) =>
      stripe.subscriptionSchedules.update(schedule.id, { phases });
    const twice = { ...then, items: [{ price: calls.id }, { price: calls.id }] };
    await expect(update(current, twice)).rejects.toMatchObject({ param: 'phases[1][items]' });
    const without = { ...current, items: [{ price: calls.id }] };
    await expect(update(without, then)).rejects.toMatchObject({ code: 'parameter_not_emulated' });
    const early = { ...current, end_date: seconds(HALF) };
    await expect(update(early, then)).rejects.toMatchObject({ code: 'parameter_not_emulated' });
    const counted = { ...then, items: [{ price: calls.id, quantity: 1 }] };
    await expect(update(current, counted)).rejects.toMatchObject({
      param: 'phases[1][items][0][quantity]',
    });
  });
});
