import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import type { Product } from '../../domain/catalog/product';
import { acceptPrice } from '../operator/prices';
import { changePlan } from './change-plan';
import { syncSubscription } from './sync-subscription';

/** Basic at twice its price. */
const dearer = (products: readonly Product[]) =>
  products.map((product) =>
    product.pricingModelType === 'Tier'
      ? { ...product, prices: { unit: { ...product.prices.unit, unitAmount: 2990 } } }
      : product,
  );

describe('the credit of a change of plan', { timeout: 120_000 }, () => {
  let world: AppWorld;
  beforeEach(async () => {
    world = await startAppWorld();
  });
  afterEach(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);
  const stripe = () => stripeSdk(world.emulators.stripeUrl);
  const changedToPayg = async (id: string) => {
    const { userId } = await rowOf(id);
    const wish = { userId, subscriptionId: id, productId: 'payg', when: 'now' as const };
    await expect(changePlan(world.deps, wish)).resolves.toEqual({ kind: 'changed' });
    const { data } = await stripe().invoiceItems.list({
      customer: (await rowOf(id)).customer?.providerId ?? '',
    });
    return data.map(({ amount }) => amount);
  };

  test('is of what was paid, when an operator has accepted a dearer price since', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    const { id: providerId, items } = await stripe().subscriptions.retrieve(
      (await rowOf(id)).providerId ?? '',
    );
    const dear = await stripe().prices.create({
      product: 'tollgate_basic',
      currency: 'usd',
      unit_amount: 9000,
      recurring: { interval: 'month' },
    });
    await stripe().subscriptions.update(providerId, {
      items: [{ id: items.data[0]?.id ?? '', price: dear.id }],
      proration_behavior: 'none',
    });
    await settled();
    await syncSubscription(world.deps, id);
    const accepted = await acceptPrice(world.deps, { subscriptionId: id, actor: 'operator-1' });
    expect(accepted.kind).toBe('accepted');
    expect(await changedToPayg(id)).toEqual([-1495]);
  });

  test('is of the period that runs, also when nobody heard of its renewal', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    await world.offer(dearer, { migrate: true });
    world.setWebhooksWorked(false);
    const { periodEnd } = await rowOf(id);
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    expect((await rowOf(id)).periodEnd).toEqual(periodEnd);
    expect(await changedToPayg(id)).toEqual([-2990]);
  });
});
