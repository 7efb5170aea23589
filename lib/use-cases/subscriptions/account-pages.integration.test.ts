import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { payOnPage } from '../../../testing/pay-on-page';
import { completeCheckout } from '../checkout/complete-checkout';
import { discardCheckout } from '../checkout/discard-checkout';
import { startCheckout } from '../checkout/start-checkout';
import { suggestName } from '../checkout/suggest-name';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from './cancel-now';
import { viewAccount } from './view-account';
import { viewSubscription } from './view-subscription';

describe('the account’s pages', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  }, 240_000);
  afterAll(() => world?.stop());

  const { settled, rowOf } = inWorld(() => world);
  const gatewayAway = (name: 'setSubscriptionState' | 'activateSubscription') => ({
    ...world.deps,
    gateway: { ...world.deps.gateway, [name]: () => Promise.reject(new Error('503')) },
  });
  const begin = async (userId: string, productId: string, name: string) => {
    const begun = await startCheckout(world.deps, { userId, productId, name });
    if (begun.kind !== 'checkout') throw new Error(JSON.stringify(begun));
    const row = await world.deps.db.subscription.findUniqueOrThrow({
      where: { checkoutSessionId: begun.sessionId },
    });
    return { ...begun, id: row.id };
  };

  test('show a key as rejected only after the gateway has confirmed it', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const actor = { kind: 'consumer', id: userId } as const;
    const asked = { userId, subscriptionId: id };
    const shown = async () => {
      const view = await viewSubscription(world.deps, asked);
      if (view.kind !== 'found') throw new Error(view.kind);
      const { endingNow, accessGap } = view.subscription;
      return { endingNow, accessGap };
    };
    const deps = gatewayAway('setSubscriptionState');
    expect(await cancelNow(deps, { subscriptionId: id, actor })).toEqual({ kind: 'ending' });
    expect(await world.call(id)).toBe(200);
    expect(await shown()).toEqual({ endingNow: true, accessGap: 'closing' });
    await runBillingCron(world.deps);
    expect(await world.call(id)).toBe(401);
    expect(await shown()).toEqual({ endingNow: true, accessGap: null });
  });

  test('after paying, our row answers while the vendors are unreachable', async () => {
    const userId = await world.newUser();
    const { id, url, sessionId } = await begin(userId, 'basic', 'Paid while away');
    const away = {
      ...world.deps,
      payments: {
        ...world.deps.payments,
        readCheckout: () => Promise.reject(new Error('503')),
        readSubscription: () => Promise.reject(new Error('503')),
      },
    };
    const asked = { userId, checkoutId: sessionId };
    expect(await completeCheckout(away, asked)).toEqual({
      kind: 'unconfirmed',
      subscriptionId: id,
    });
    world.setWebhooksWorked(false);
    await payOnPage(url, VISA);
    expect(await completeCheckout(gatewayAway('activateSubscription'), asked)).toEqual({
      kind: 'paid',
      subscriptionId: id,
    });
    world.setWebhooksWorked(true);
    expect(await completeCheckout(world.deps, asked)).toMatchObject({ kind: 'active' });
    expect(await completeCheckout(away, asked)).toMatchObject({ kind: 'active' });
  });

  test('a discarded checkout disappears and can’t be paid; a paid one is kept', async () => {
    const userId = await world.newUser();
    const unwanted = await begin(userId, 'pro', 'Unwanted');
    const asked = { userId, subscriptionId: unwanted.id };
    const outsider = await world.newUser();
    expect(await discardCheckout(world.deps, { ...asked, userId: outsider })).toEqual({
      kind: 'not-found',
    });
    expect(await discardCheckout(world.deps, asked)).toEqual({ kind: 'discarded' });
    expect(await discardCheckout(world.deps, asked)).toEqual({ kind: 'discarded' });
    expect((await world.deps.payments.readCheckout(unwanted.sessionId))?.state).toBe('expired');
    expect((await viewAccount(world.deps, userId)).subscriptions).toEqual([]);

    const wanted = await begin(userId, 'pro', 'Wanted');
    world.setWebhooksWorked(false);
    await payOnPage(wanted.url, VISA);
    expect(await discardCheckout(world.deps, { userId, subscriptionId: wanted.id })).toEqual({
      kind: 'paid',
    });
    world.setWebhooksWorked(true);
    expect((await rowOf(wanted.id)).status).toBe('active');
  });

  test('a second subscription of a product has a name of its own and is announced', async () => {
    const userId = await world.newUser();
    const suggest = () =>
      suggestName(world.deps, { userId, productId: 'payg', productName: 'PAYG' });
    expect(await suggest()).toEqual({ name: 'My PAYG subscription', existing: null });
    const first = await begin(userId, 'payg', 'My PAYG subscription');
    expect(await suggest()).toEqual({ name: 'My PAYG subscription', existing: null });
    await payOnPage(first.url, VISA);
    await settled();
    expect(await suggest()).toEqual({
      name: 'My PAYG subscription 2',
      existing: { id: first.id, name: 'My PAYG subscription' },
    });
  });

  test('counts are shown with the time up to which they are complete, and a used-up quota with its renewal', async () => {
    const userId = await world.newUser();
    const begun = await startCheckout(world.deps, { userId, productId: 'free', name: 'Free one' });
    if (begun.kind !== 'subscribed') throw new Error(begun.kind);
    const id = begun.subscriptionId;
    await world.emulators.control('traffic', { subscription: id, calls: 100 });
    await world.advance('PT2H');
    const readAt = await world.deps.clock.now();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    const [card] = (await viewAccount(world.deps, userId)).subscriptions;
    const minutes = ((card?.usageAsOf?.getTime() ?? 0) - readAt.getTime()) / 60_000;
    expect(Math.round(minutes)).toBe(-world.deps.settings.usageLagMinutes);
    const { activatedAt } = await rowOf(id);
    expect(card?.quotaUsedUpUntil).toEqual(new Date((activatedAt?.getTime() ?? 0) + 2_592_000_000));
  });
});
