import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { updateUser } from '../../db/users';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { raiseCeiling } from '../operator/raise-ceiling';
import { runBillingCron } from '../schedule/run-billing-cron';

/** Takes $0 at checkout and declines when it is charged later. */
const FAILS_LATER = '4000000000000341';

// Months of emulated time: on a busy machine they take a while.
describe('credit', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  const buyMore = (userId: string, productId: string, deps: Deps = world.deps) =>
    startCheckout(deps, { userId, productId, name: `My ${productId}` });
  const days = async (count: number) => {
    await world.advance(`P${count}D`);
    await runBillingCron(world.deps);
  };
  const traffic = (subscription: string, calls: number) =>
    world.emulators.control('traffic', { subscription, calls });

  test('an address that nobody confirmed buys nothing paid, with the setting on; a free key it gets', async () => {
    const { settings } = world.deps;
    const credit = { ...settings.credit, requiresConfirmedEmail: true };
    const strict: Deps = { ...world.deps, settings: { ...settings, credit } };
    const userId = await world.newUser();
    expect(await buyMore(userId, 'enterprise', strict)).toMatchObject({
      kind: 'no-credit',
      message: expect.stringMatching(/^Confirm your email address first/),
    });
    expect(await buyMore(userId, 'free', strict)).toMatchObject({ kind: 'subscribed' });
    await updateUser(world.deps.db, userId, { emailVerified: new Date() });
    expect(await buyMore(userId, 'enterprise', strict)).toMatchObject({ kind: 'checkout' });
  });

  test('before the first payment there is one subscription of a product, after it three', async () => {
    const userId = await world.newUser();
    await world.buy(userId, 'enterprise');
    for (let nth = 2; nth <= 6; nth += 1) {
      expect(await buyMore(userId, 'enterprise')).toMatchObject({
        kind: 'no-credit',
        message:
          'You already have a subscription to this plan. You can add another after your first payment.',
      });
    }
    // Paid in advance: a payment above zero.
    await world.buy(userId, 'basic');
    await world.buy(userId, 'enterprise');
    await world.buy(userId, 'enterprise');
    expect(await buyMore(userId, 'enterprise')).toMatchObject({
      kind: 'no-credit',
      message: expect.stringContaining('You already have 3 subscriptions to this plan'),
    });
  });

  test('a card that takes $0 and fails later: suspended at the failure, nothing more is sold, paying opens both', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    const key = await world.deps.gateway.readKeys(id);
    await traffic(id, 10_000);
    await days(31);
    await days(1);
    // The run has finalized the invoice; the event of its failed payment arrives after the run.
    await expect
      .poll(() => rowOf(id), { timeout: 60_000 })
      .toMatchObject({ status: 'past_due', gatewayState: 'suspended', suspendedFor: 'unpaid' });
    expect(await world.call(id)).toBe(401);
    for (const product of ['enterprise', 'payg', 'basic']) {
      expect(await buyMore(userId, product)).toMatchObject({
        kind: 'no-credit',
        message: 'You have an unpaid invoice of $15.00: pay it first.',
        payUrl: expect.stringMatching(/^http/),
      });
    }
    expect(await buyMore(userId, 'free')).toMatchObject({ kind: 'subscribed' });
    const { payUrl } = await rowOf(id);
    await fetch(payUrl ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ number: VISA, expiry: '12 / 40', cvc: '123', name: 'Ada' }),
    });
    // Before any event has arrived: what would refuse is read again.
    expect(await buyMore(userId, 'developer')).toMatchObject({ kind: 'checkout' });
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
    expect(await world.deps.gateway.readKeys(id)).toEqual(key);
  });

  test('who has paid before has the grace of 14 days, and buys nothing more in it', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    const { customerId } = await rowOf(id);
    const customer = await world.deps.db.billingCustomer.findUniqueOrThrow({
      where: { id: customerId ?? '' },
    });
    await world.emulators.control('cards', { customer: customer.providerId, decline: true });
    await days(32);
    expect(await rowOf(id)).toMatchObject({ status: 'past_due', gatewayState: 'active' });
    expect(await buyMore(userId, 'standard')).toMatchObject({
      kind: 'no-credit',
      message: 'You have an unpaid invoice of $14.95: pay it first.',
    });
    await days(15);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'suspended', suspendedFor: 'unpaid' });
  });

  test('unbilled usage before the first payment stops at the minimum bill plus 50.00, with one mail; an operator may raise it', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const mails = () =>
      world.deps.db.mailMessage.count({ where: { userId, kind: 'credit-used-up' } });
    await traffic(id, 33_000);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
    await traffic(id, 400);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'suspended', suspendedFor: 'credit' });
    expect(await world.call(id)).toBe(401);
    const suspensions = () => world.deps.db.suspension.findMany({ where: { subscriptionId: id } });
    expect(await suspensions()).toMatchObject([{ end: null }]);
    await runBillingCron(world.deps);
    expect(await mails()).toBe(1);
    const raised = await raiseCeiling(world.deps, {
      subscriptionId: id,
      actor: 'operator',
      allowedMinor: 10_000,
    });
    expect(raised).toEqual({ kind: 'raised', ceilingMinor: 10_000, currency: 'usd' });
    expect(await suspensions()).toMatchObject([{ end: expect.any(Date) }]);
    expect(await world.call(id)).toBe(200);
    const entry = await world.deps.db.auditEntry.findFirst({
      where: { targetId: id, action: 'subscription.ceiling-raised' },
    });
    expect(entry).toMatchObject({ actor: 'operator', details: { from: null, to: 10_000 } });
  });

  test('the first paid invoice ends the ceiling: the same key works again', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    await traffic(id, 40_000);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ suspendedFor: 'credit' });
    await days(32);
    await days(1);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
    await traffic(id, 100_000);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
  });

  test.each([
    ['standard', 120_000],
    ['enterprise', 1_500_000],
    ['developer', 20_000],
  ])('an honest month of %s with %i calls is never interrupted', async (productId, calls) => {
    const id = await world.buy(await world.newUser(), productId);
    await traffic(id, calls);
    for (let step = 0; step < 2; step += 1) {
      await world.advance('PT1H');
      await runBillingCron(world.deps);
      expect(await rowOf(id)).toMatchObject({ gatewayState: 'active' });
      await world.advance('P31D');
      await runBillingCron(world.deps);
      expect(await rowOf(id)).toMatchObject({ gatewayState: 'active' });
    }
  });

  test('invoices from before they were kept count: a customer of years is not new on the day of an update', async () => {
    const userId = await world.newUser();
    await world.buy(userId, 'basic');
    await world.deps.db.invoiceStanding.deleteMany({ where: { userId } });
    await world.deps.db.billingCustomer.updateMany({
      where: { userId },
      data: { standingsReadAt: null },
    });
    await world.buy(userId, 'enterprise');
    expect(await buyMore(userId, 'enterprise')).toMatchObject({ kind: 'checkout' });
  });
});
