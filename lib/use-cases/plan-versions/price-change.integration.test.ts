import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { payOnPage } from '../../../testing/pay-on-page';
import { stripeSdk } from '../../../testing/stripe-sdk';
import type { Product } from '../../domain/catalog/product';
import { startCheckout } from '../checkout/start-checkout';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { viewSubscription } from '../subscriptions/view-subscription';

/** $10.00, or what is given, for every started 1,000 calls. */
const bulk = (unitAmount = 1000): Product => ({
  id: 'bulk',
  displayName: 'Bulk',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'MeteredUnit',
  currency: 'usd',
  prices: { unit: { currency: 'usd', unitAmount, quota: 10 } },
});

/** PAYG at another price for 100 calls; everything else as it was. */
const paygAt = (unitAmount: number) => (products: readonly Product[]) =>
  products.map((product) =>
    product.pricingModelType === 'Metered'
      ? { ...product, prices: { metered: { currency: 'usd', unitAmount } } }
      : product,
  );

// Months of emulated time: on a busy machine they take a while.
describe('who bought at another price than today’s', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeEach(async () => {
    world = await startAppWorld();
  });
  afterEach(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, gatewayProductOf } = inWorld(() => world);
  const stripe = () => stripeSdk(world.emulators.stripeUrl);
  const cron = async () => {
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  };
  const toPeriodEnd = async (id: string, after: string) => {
    const { periodEnd } = await rowOf(id);
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    await world.advance(after);
    await settled();
  };
  const pageOf = async (userId: string, subscriptionId: string) => {
    const outcome = await viewSubscription(world.deps, { userId, subscriptionId });
    if (outcome.kind !== 'found') throw new Error('no page');
    return outcome.subscription;
  };
  const correct = (subscription: string, at: Date, calls: number) =>
    world.emulators.control('corrections', { subscription, at: at.toISOString(), calls });
  /** What was put on the customer’s next invoice. */
  const extras = async (id: string) => {
    const customer = (await rowOf(id)).customer?.providerId ?? '';
    const { data } = await stripe().invoiceItems.list({ customer, limit: 20 });
    return data.map(({ amount }) => amount);
  };

  test('pays, is shown and is billed late at the price that they have', async () => {
    const user = await world.newUser();
    const id = await world.buy(user, 'payg');
    await traffic(id, 10_000);
    await world.offer(paygAt(30));
    await world.advance('PT7H');
    await cron();
    expect(await pageOf(user, id)).toMatchObject({
      price: {
        kind: 'agreed',
        words: '$0.15 per 100 calls',
        newCustomers: '$0.30 per 100 calls',
        isRetired: false,
      },
      costSoFar: { totalMinor: 1500 },
    });
    const late = new Date(((await rowOf(id)).periodEnd?.getTime() ?? 0) - 2 * 3_600_000);
    await toPeriodEnd(id, 'PT8H');
    await cron();
    expect((await invoicesOf(id)).find((one) => one.isRenewal)).toMatchObject({ totalMinor: 1500 });
    await correct(id, late, 10_000);
    for (let day = 0; day < 5; day += 1) await world.advance('P1D');
    await cron();
    expect(await extras(id)).toEqual([1500]);
  });

  test('of packages is billed once when the operator finalizes the draft by hand', async () => {
    await world.offer((products) => [...products, bulk()]);
    const id = await world.buy(await world.newUser(), 'bulk');
    await traffic(id, 4_500);
    await world.advance('PT7H');
    await cron();
    await world.offer((products) =>
      products.map((product) => (product.id === 'bulk' ? bulk(2000) : product)),
    );
    await toPeriodEnd(id, 'PT1M');
    const draft = (await invoicesOf(id)).find(({ state }) => state === 'draft');
    await stripe().invoices.finalizeInvoice(draft?.id ?? '', { auto_advance: true });
    await world.advance('P2D');
    await cron();
    const billed = (await invoicesOf(id)).find((one) => one.id === draft?.id)?.totalMinor ?? 0;
    expect(billed + (await extras(id)).reduce((sum, amount) => sum + amount, 0)).toBe(5000);
  });

  test('goes on to the last call when the product is not offered any more', async () => {
    const user = await world.newUser();
    const id = await world.buy(user, 'payg');
    await cron();
    await world.offer((products) => products.filter((product) => product.id !== 'payg'));
    await traffic(id, 10_000);
    await world.advance('PT7H');
    await cron();
    expect(await pageOf(user, id)).toMatchObject({
      productName: 'PAYG',
      price: { kind: 'agreed', words: '$0.15 per 100 calls', isRetired: true, newCustomers: null },
      costSoFar: { totalMinor: 1500 },
    });
    expect(await world.call(id)).toBe(200);
    const late = new Date(((await rowOf(id)).periodEnd?.getTime() ?? 0) - 2 * 3_600_000);
    await toPeriodEnd(id, 'PT8H');
    await cron();
    expect((await invoicesOf(id)).find((one) => one.isRenewal)).toMatchObject({
      totalMinor: 1500,
      state: 'paid',
    });
    await correct(id, late, 2_000);
    for (let day = 0; day < 5; day += 1) await world.advance('P1D');
    await cron();
    expect(await extras(id)).toEqual([300]);
    await expect(
      startCheckout(world.deps, { userId: user, productId: 'payg', name: 'another' }),
    ).resolves.toMatchObject({ kind: 'unknown-product' });
  });

  test('moves with --migrate when the period ends; late calls keep the price of their period', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 10_000);
    await world.offer(paygAt(30), { migrate: true });
    const late = new Date(((await rowOf(id)).periodEnd?.getTime() ?? 0) - 2 * 3_600_000);
    await toPeriodEnd(id, 'PT8H');
    await cron();
    await traffic(id, 10_000);
    await correct(id, late, 1_000);
    for (let day = 0; day < 5; day += 1) await world.advance('P1D');
    await cron();
    expect(await extras(id)).toEqual([150]);
    expect(await rowOf(id)).toMatchObject({ problem: null });
    await toPeriodEnd(id, 'PT8H');
    await cron();
    const renewals = (await invoicesOf(id)).filter((one) => one.isRenewal);
    expect(renewals.map(({ totalMinor }) => totalMinor)).toEqual([3150, 1500]);
  });

  test('pays what the checkout said, also when it is paid after the price was raised', async () => {
    const user = await world.newUser();
    const outcome = await startCheckout(world.deps, { userId: user, productId: 'payg', name: 'x' });
    if (outcome.kind !== 'checkout') throw new Error(outcome.kind);
    await world.offer(paygAt(30));
    await payOnPage(outcome.url, '4242424242424242');
    await settled();
    const row = await world.deps.db.subscription.findFirstOrThrow({ where: { userId: user } });
    expect(await pageOf(user, row.id)).toMatchObject({
      price: { words: '$0.15 per 100 calls', newCustomers: '$0.30 per 100 calls' },
    });
  });

  test('is found again by the provider’s prices when the rows know of none', async () => {
    const user = await world.newUser();
    const id = await world.buy(user, 'payg');
    const free = await startCheckout(world.deps, { userId: user, productId: 'free', name: 'f' });
    expect(free.kind).toBe('subscribed');
    await traffic(id, 10_000);
    await toPeriodEnd(id, 'PT8H');
    await cron();
    await world.offer(paygAt(30));
    const { db } = world.deps;
    await db.subscription.updateMany({ data: { planVersionId: null } });
    await db.billingPeriod.updateMany({ data: { planVersionId: null } });
    await db.planVersion.deleteMany();
    expect((await pageOf(user, id)).price).toEqual({ kind: 'unknown' });
    await cron();
    expect(await db.billingPeriod.count({ where: { planVersionId: null } })).toBe(0);
    expect(await db.subscription.count({ where: { planVersionId: null } })).toBe(0);
    expect(await pageOf(user, id)).toMatchObject({ price: { words: '$0.15 per 100 calls' } });
    const versions = await db.planVersion.findMany({ orderBy: { kind: 'asc' } });
    expect(versions.map(({ kind, productId }) => [kind, productId])).toEqual([
      ['free', 'free'],
      ['metered', 'payg'],
    ]);
  });

  test('keeps the scope that was sold when metadata names another product', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const { providerId } = await rowOf(id);
    const since = String(Math.floor((await world.deps.clock.now()).getTime() / 1000));
    await stripe().subscriptions.update(providerId ?? '', {
      metadata: { product_id: 'enterprise', product_since: since },
    });
    await settled();
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({ productId: 'basic', problem: 'price-differs' });
    expect(await gatewayProductOf(id)).toBe('basic');
    await stripe().subscriptions.update(providerId ?? '', {
      metadata: { product_id: 'basic', product_since: '' },
    });
    await settled();
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({ problem: null });
  });
});
