import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { payOnPage } from '../../../testing/pay-on-page';
import type { Deps } from '../deps';
import { processEvents } from '../events/process-events';
import { renameSubscription } from '../subscriptions/rename-subscription';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { viewSubscription } from '../subscriptions/view-subscription';
import { completeCheckout } from './complete-checkout';
import { startCheckout } from './start-checkout';

const DECLINED = '4000000000000002';

describe('buying', () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  async function checkout(userId: string, productId = 'standard', name = 'My app') {
    const outcome = await startCheckout(world.deps, { userId, productId, name });
    if (outcome.kind !== 'checkout') throw new Error(JSON.stringify(outcome));
    return outcome;
  }

  test('a paid checkout gives a key that works', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
    expect(await world.call(id)).toBe(200);
  });

  test('a click repeated before the first is answered makes one checkout and one row', async () => {
    const userId = await world.newUser();
    const opened = await Promise.all([1, 2, 3, 4].map(() => checkout(userId)));
    expect(new Set(opened.map((each) => each.sessionId)).size).toBe(1);
    expect(await world.deps.db.subscription.count({ where: { userId } })).toBe(1);
  });

  test('coming back to an open checkout gives the same one; another name a new one that replaces it', async () => {
    const userId = await world.newUser();
    const first = await checkout(userId);
    expect((await checkout(userId)).sessionId).toBe(first.sessionId);
    const renamed = await checkout(userId, 'standard', 'Another name');
    expect(renamed.sessionId).not.toBe(first.sessionId);
    expect((await world.deps.payments.readCheckout(first.sessionId))?.state).toBe('expired');
  });

  test('a declined card provisions nothing, and the same checkout can still be paid', async () => {
    const userId = await world.newUser();
    const { url, sessionId } = await checkout(userId, 'basic');
    expect(await payOnPage(url, DECLINED)).toBeNull();
    await processEvents(world.deps);
    const row = await world.deps.db.subscription.findUniqueOrThrow({
      where: { checkoutSessionId: sessionId },
    });
    expect(row).toMatchObject({ status: 'checkout', gatewayState: 'absent' });
    expect(await world.deps.gateway.readSubscription(row.id)).toBeNull();
    expect(await completeCheckout(world.deps, { userId, checkoutId: sessionId })).toEqual({
      kind: 'not-paid',
      productId: 'basic',
    });
    expect(await payOnPage(url, VISA)).toContain('/checkout/success');
  });

  test('the success page provisions by itself when the webhook is late', async () => {
    const userId = await world.newUser();
    const { url, sessionId } = await checkout(userId);
    world.setWebhooksWorked(false);
    try {
      await payOnPage(url, VISA);
      const outcome = await completeCheckout(world.deps, { userId, checkoutId: sessionId });
      expect(outcome).toMatchObject({ kind: 'active', productId: 'standard', name: 'My app' });
    } finally {
      world.setWebhooksWorked(true);
    }
    await processEvents(world.deps, 200);
    expect(await world.deps.db.subscription.count({ where: { userId } })).toBe(1);
  });

  test('who has paid and has no key yet, because the gateway was away, does not pay again', async () => {
    const userId = await world.newUser();
    const { url, sessionId } = await checkout(userId);
    const away: Deps = {
      ...world.deps,
      gateway: {
        ...world.deps.gateway,
        activateSubscription: () => Promise.reject(new Error('API Management is away')),
      },
    };
    world.setWebhooksWorked(false);
    try {
      await payOnPage(url, VISA);
      await completeCheckout(away, { userId, checkoutId: sessionId }).catch(() => undefined);
      const again = { userId, productId: 'standard', name: 'Once more' };
      expect(await startCheckout(away, again)).toMatchObject({
        kind: 'unavailable',
        message: expect.stringContaining('You have already paid'),
      });
      // Told so as well when it can't be learned what else they owe.
      await world.deps.db.billingCustomer.updateMany({
        where: { userId },
        data: { standingsReadAt: null },
      });
      const listStandings = () => Promise.reject(new Error('Stripe is away'));
      const unread: Deps = { ...away, payments: { ...away.payments, listStandings } };
      expect(await startCheckout(unread, again)).toMatchObject({
        kind: 'unavailable',
        message: expect.stringContaining('You have already paid'),
      });
      const [row] = await world.deps.db.subscription.findMany({ where: { userId } });
      expect(row).toMatchObject({ status: 'active', gatewayState: 'absent' });
      const subscriptionId = row?.id ?? '';
      expect(await startCheckout(world.deps, again)).toEqual({
        kind: 'subscribed',
        subscriptionId,
      });
      expect(await world.call(subscriptionId)).toBe(200);
    } finally {
      world.setWebhooksWorked(true);
    }
    await processEvents(world.deps, 200);
    expect(await world.deps.db.subscription.count({ where: { userId } })).toBe(1);
  });

  test('the webhook provisions when nobody opens the success page, and once however often it comes', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const before = await world.deps.gateway.readKeys(id);
    await Promise.all([1, 2, 3, 4].map(() => syncSubscription(world.deps, id)));
    await world.deps.db.stripeEvent.updateMany({
      data: { handledAt: null, nextAttemptAt: new Date(0) },
    });
    await processEvents(world.deps, 500);
    expect(await world.deps.gateway.readKeys(id)).toEqual(before);
    const activations = await world.deps.db.auditEntry.count({
      where: { targetId: id, action: 'subscription.activated' },
    });
    expect(activations).toBe(1);
  });

  test('the success address of somebody else is not found', async () => {
    const owner = await world.newUser();
    const { url, sessionId } = await checkout(owner);
    await payOnPage(url, VISA);
    const thief = await world.newUser();
    const outcome = await completeCheckout(world.deps, { userId: thief, checkoutId: sessionId });
    expect(outcome).toEqual({ kind: 'not-found' });
  });

  test('a second live subscription of the same product gets another customer of the same user', async () => {
    const userId = await world.newUser();
    // Paid in advance: after a payment above zero there may be several.
    await world.buy(userId, 'basic');
    const one = await world.buy(userId, 'standard');
    const two = await world.buy(userId, 'standard');
    expect(one).not.toBe(two);
    const rows = await world.deps.db.subscription.findMany({ where: { userId } });
    expect(new Set(rows.map((row) => row.customerId)).size).toBe(2);
    // Another product shares the first customer: one card, one portal.
    const other = await world.buy(userId, 'payg');
    expect((await rowOf(other)).customerId).toBe((await rowOf(one)).customerId);
  });

  test('a free product needs no Stripe, and a second subscription is refused with a sentence', async () => {
    const userId = await world.newUser();
    const input = { userId, productId: 'free', name: 'Trying' };
    const first = await startCheckout(world.deps, input);
    if (first.kind !== 'subscribed') throw new Error(first.kind);
    expect(await world.call(first.subscriptionId)).toBe(200);
    expect(await world.deps.db.billingCustomer.count({ where: { userId } })).toBe(0);
    const second = await startCheckout(world.deps, input);
    expect(second).toMatchObject({
      kind: 'limit-reached',
      message: expect.stringContaining('already have a Free subscription'),
    });
  });

  test.each([
    ['', 'Enter a name'],
    ['x'.repeat(101), 'Use at most 100 characters'],
    ['a\u0000b', 'can’t be displayed'],
  ])('the name %j is refused in words', async (name, words) => {
    const userId = await world.newUser();
    const outcome = await startCheckout(world.deps, { userId, productId: 'standard', name });
    expect(outcome).toMatchObject({
      kind: 'invalid-name',
      message: expect.stringContaining(words),
    });
  });

  test('an unknown product is unknown', async () => {
    const userId = await world.newUser();
    const input = { userId, productId: '../standard', name: 'x' };
    expect(await startCheckout(world.deps, input)).toEqual({ kind: 'unknown-product' });
  });

  test('a checkout that nobody paid expires and frees its place', async () => {
    const userId = await world.newUser();
    const { sessionId } = await checkout(userId);
    await world.advance('PT2H');
    const row = await world.deps.db.subscription.findUniqueOrThrow({
      where: { checkoutSessionId: sessionId },
    });
    expect(row).toMatchObject({ status: 'incomplete_expired', liveKey: null });
  });

  test('a subscription is renamed here and in the portal, by its owner only, and keeps its keys', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const keys = await world.deps.gateway.readKeys(id);
    const rename = (name: string, by = userId) =>
      renameSubscription(world.deps, { userId: by, subscriptionId: id, name });
    expect(await rename('  Production ')).toEqual({ kind: 'renamed' });
    expect(await rename('')).toMatchObject({ kind: 'invalid' });
    expect(await rename('Mine now', await world.newUser())).toEqual({ kind: 'not-found' });
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({ name: 'Production', status: 'active' });
    expect(await world.deps.gateway.readSubscription(id)).toMatchObject({ name: 'Production' });
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
  });

  test('a checkout that is not paid can’t be renamed: its page at Stripe has the name already', async () => {
    const userId = await world.newUser();
    const { sessionId } = await checkout(userId);
    const { id } = await world.deps.db.subscription.findUniqueOrThrow({
      where: { checkoutSessionId: sessionId },
    });
    const outcome = await renameSubscription(world.deps, { userId, subscriptionId: id, name: 'x' });
    expect(outcome).toEqual({ kind: 'not-found' });
  });

  test('another user sees nothing of it', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    const outsider = await world.newUser();
    const seen = await viewSubscription(world.deps, { userId: outsider, subscriptionId: id });
    expect(seen).toEqual({ kind: 'not-found' });
  });
});
