import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { closeDuePeriods } from '../billing/close-period';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { viewSubscription } from '../subscriptions/view-subscription';
import { viewLivePrices } from './live-prices';
import { acceptPrice, choosePeriodPrice, viewSwappedPeriods } from './prices';

const ACTOR = 'operator-1';

// Months of emulated time: on a busy machine they take a while.
describe('a price that somebody changed at Stripe', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, gatewayProductOf } = inWorld(() => world);
  const stripe = () => stripeSdk(world.emulators.stripeUrl);

  /** A price that nobody but the Dashboard has made, on the product's own meter where it is metered. */
  async function priceByHand(id: string, terms: { unit_amount: number } | 'by-volume') {
    const [item] = (await subscriptionOf(id)).items.data;
    if (!item) throw new Error('no item');
    const { product, recurring, currency } = item.price;
    const every = { interval: 'month' as const };
    const counted =
      recurring?.usage_type === 'metered' && recurring.meter
        ? { ...every, usage_type: 'metered' as const, meter: recurring.meter }
        : every;
    const amounts =
      terms === 'by-volume'
        ? {
            billing_scheme: 'tiered' as const,
            tiers_mode: 'volume' as const,
            tiers: [
              { up_to: 1_000, unit_amount: 2 },
              { up_to: 'inf' as const, unit_amount: 1 },
            ],
          }
        : terms;
    return stripe().prices.create({
      product: typeof product === 'string' ? product : product.id,
      currency,
      recurring: counted,
      ...amounts,
    });
  }
  const subscriptionOf = async (id: string) =>
    stripe().subscriptions.retrieve((await rowOf(id)).providerId ?? '');
  async function swap(id: string, to: { price: string; quantity?: number }) {
    const { id: providerId, items } = await subscriptionOf(id);
    const [item] = items.data;
    await stripe().subscriptions.update(providerId, {
      items: [{ id: item?.id ?? '', ...to }],
      proration_behavior: 'none',
    });
    await settled();
    await syncSubscription(world.deps, id);
  }
  const pageOf = async (id: string) => {
    const { userId } = await rowOf(id);
    const outcome = await viewSubscription(world.deps, { userId, subscriptionId: id });
    if (outcome.kind !== 'found') throw new Error('no page');
    return outcome.subscription;
  };
  const toPeriodEnd = async (id: string, after: string) => {
    const { periodEnd } = await rowOf(id);
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance(after);
    await settled();
  };
  const cron = async () => {
    await settled();
    return (await runBillingCron(world.deps)).failures;
  };

  test('of a plan that is paid in advance is a finding until an operator accepts it', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const cheap = await priceByHand(id, { unit_amount: 1 });
    await swap(id, { price: cheap.id, quantity: 1 });
    expect(await rowOf(id)).toMatchObject({
      productId: 'basic',
      problem: 'price-differs',
      problemDetails: { sold: 'basic: $14.95 a month', billed: 'basic: $0.01 a month' },
    });
    expect(await gatewayProductOf(id)).toBe('basic');
    expect(await viewSwappedPeriods(world.deps, id)).toEqual([]);
    expect(await pageOf(id)).toMatchObject({
      price: { words: '$14.95 a month for up to 50,000 calls' },
    });
    await expect(acceptPrice(world.deps, { subscriptionId: id, actor: ACTOR })).resolves.toEqual({
      kind: 'accepted',
      words: 'basic: $0.01 a month',
    });
    expect(await rowOf(id)).toMatchObject({ problem: null });
    await toPeriodEnd(id, 'PT3H');
    expect(await cron()).toEqual([]);
    expect(await pageOf(id)).toMatchObject({
      price: {
        words: '$0.01 a month for up to 50,000 calls',
        newCustomers: '$14.95 a month for up to 50,000 calls',
      },
    });
  });

  test('on the same meter keeps the calls before it back until an operator has chosen the price', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 10_000);
    await world.advance('PT7H');
    expect(await cron()).toEqual([]);
    const cent = await priceByHand(id, { unit_amount: 1 });
    await swap(id, { price: cent.id });
    expect(await rowOf(id)).toMatchObject({ productId: 'payg', problem: 'price-differs' });
    const [swapped] = await viewSwappedPeriods(world.deps, id);
    expect(swapped?.choices.map(({ words }) => words)).toEqual([
      'payg: $0.15 per 100 calls a month',
      'payg: $1.00 per 100 calls a month',
    ]);
    await toPeriodEnd(id, 'PT8H');
    expect(await cron()).toEqual([]);
    for (let day = 0; day < 5; day += 1) await world.advance('P1D');
    await cron();
    const lateRows = () => world.deps.db.lateUsage.findMany({ where: { subscriptionId: id } });
    expect(await lateRows()).toEqual([]);
    const [first] = swapped?.choices ?? [];
    const choice = { subscriptionId: id, start: swapped?.start ?? new Date(0), actor: ACTOR };
    await expect(
      choosePeriodPrice(world.deps, { ...choice, versionId: 'another' }),
    ).resolves.toEqual({ kind: 'not-found' });
    await expect(
      choosePeriodPrice(world.deps, { ...choice, versionId: first?.versionId ?? '' }),
    ).resolves.toMatchObject({ kind: 'chosen' });
    await cron();
    expect(await lateRows()).toMatchObject([{ amountMinor: 1500, state: 'billed' }]);
  });

  test('in a period that Stripe leaves whole is found too, and its invoice waits', async () => {
    const { deps } = world;
    const [some] = await invoicesOf(await world.buy(await world.newUser(), 'basic'));
    const id = await world.buy(await world.newUser(), 'payg');
    const { periodStart, periodEnd } = await rowOf(id);
    const { readSubscription } = deps.payments;
    const cent = await priceByHand(id, { unit_amount: 1 });
    await world.advance('P1D');
    world.setWebhooksWorked(false);
    const { id: providerId, items } = await subscriptionOf(id);
    await stripe().subscriptions.update(providerId, {
      items: [{ id: items.data[0]?.id ?? '', price: cent.id }],
      proration_behavior: 'none',
    });
    const whole: typeof readSubscription = async (name) => {
      const found = await readSubscription(name);
      return found && periodStart && periodEnd
        ? { ...found, period: { start: periodStart, end: periodEnd } }
        : found;
    };
    await syncSubscription(
      { ...deps, payments: { ...deps.payments, readSubscription: whole } },
      id,
    );
    expect(await viewSwappedPeriods(deps, id)).toMatchObject([{ start: periodStart }]);
    const start = periodStart ?? new Date(0);
    await deps.db.billingPeriod.update({
      where: { subscriptionId_start: { subscriptionId: id, start } },
      data: { state: 'closing', invoiceId: 'in_1', end: await deps.clock.now() },
    });
    await world.advance('PT8H');
    const readInvoice = async () =>
      some ? { ...some, id: 'in_1', state: 'draft' as const, deferredByUs: true } : null;
    const deferring = { ...deps, payments: { ...deps.payments, readInvoice } };
    const { failures } = await closeDuePeriods(deferring, syncSubscription);
    expect(failures).toMatchObject([
      { subject: id, error: expect.stringContaining('price was changed at Stripe') },
    ]);
    world.setWebhooksWorked(true);
    await world.advance('PT1M');
  });

  test('of a shape that we can’t compute is billed by Stripe alone, in its words', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    const volume = await priceByHand(id, 'by-volume');
    await swap(id, { price: volume.id });
    await toPeriodEnd(id, 'PT8H');
    await cron();
    await traffic(id, 500);
    await world.advance('PT7H');
    await cron();
    const { periodStart } = await rowOf(id);
    const reports = await world.deps.db.usageReport.count({
      where: { subscriptionId: id, ...(periodStart && { periodStart }) },
    });
    expect(reports).toBe(0);
    expect(await pageOf(id)).toMatchObject({ price: { kind: 'by-provider' }, costSoFar: null });
    const { versions } = await viewLivePrices(world.deps);
    expect(versions.filter(({ productName }) => productName === 'PAYG')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ isPriceable: true, today: { kind: 'same' } }),
      ]),
    );
    await toPeriodEnd(id, 'PT3H');
    const [last] = (await invoicesOf(id)).filter((one) => one.isRenewal);
    expect(last).toMatchObject({ state: expect.stringMatching(/open|paid/), deferredByUs: false });
  });

  test('of another product opens nothing before it is accepted, and its product afterwards', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const { data } = await stripe().prices.list({ lookup_keys: ['tollgate_standard'] });
    await swap(id, { price: data[0]?.id ?? '' });
    expect(await rowOf(id)).toMatchObject({ productId: 'basic', problem: 'price-differs' });
    expect(await gatewayProductOf(id)).toBe('basic');
    await expect(
      acceptPrice(world.deps, { subscriptionId: id, actor: ACTOR }),
    ).resolves.toMatchObject({ kind: 'accepted' });
    expect(await rowOf(id)).toMatchObject({ productId: 'standard', problem: null });
    expect(await gatewayProductOf(id)).toBe('standard');
    expect((await subscriptionOf(id)).metadata).toMatchObject({ product_id: 'standard' });
  });

  test('that is charged twice is a price of its own', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const [item] = (await subscriptionOf(id)).items.data;
    await swap(id, { price: item?.price.id ?? '', quantity: 2 });
    expect(await rowOf(id)).toMatchObject({
      problem: 'price-differs',
      problemDetails: { billed: 'basic: 2 × $14.95 a month' },
    });
  });
});
