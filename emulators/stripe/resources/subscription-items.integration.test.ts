import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { type Shop, type StartedStripe, subscribe } from '../started-stripe';

describe('items of a subscription', () => {
  let emulator: StartedStripe;
  let shop: Shop;
  let subscription: string;
  inFreshShop(async (fresh) => {
    ({ emulator, shop } = fresh);
    subscription = await subscribe(emulator, shop);
  });

  async function addSeats() {
    const price = await emulator.stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 500,
      recurring: { interval: 'month' },
    });
    return emulator.stripe.subscriptionItems.create({
      subscription,
      price: price.id,
      quantity: 3,
      metadata: { kind: 'seats' },
    });
  }

  it('are listed, fetched and included in their subscription', async () => {
    const list = await emulator.stripe.subscriptionItems.list({ subscription });
    expect(list.data).toMatchObject([{ price: { id: shop.priceId }, subscription }]);
    const one = await emulator.stripe.subscriptionItems.retrieve(list.data[0]?.id ?? '');
    expect(one).toEqual(list.data[0]);
  });

  it('are added, changed and removed, each with an update event of the subscription', async () => {
    const added = await addSeats();
    expect(added).toMatchObject({ quantity: 3, metadata: { kind: 'seats' } });
    const changed = await emulator.stripe.subscriptionItems.update(added.id, { quantity: 5 });
    expect(changed).toMatchObject({ id: added.id, quantity: 5, metadata: { kind: 'seats' } });
    expect(await emulator.stripe.subscriptionItems.del(added.id)).toEqual({
      id: added.id,
      object: 'subscription_item',
      deleted: true,
    });
    const events = await emulator.stripe.events.list({ type: 'customer.subscription.updated' });
    const items = events.data.flatMap(({ data: { previous_attributes: before } }) =>
      before && 'items' in before ? [before.items?.data.length] : [],
    );
    expect(items).toEqual([2, 2, 1]);
  });

  it('can not be the same price twice, nor be removed to the last', async () => {
    const again = emulator.stripe.subscriptionItems.create({ subscription, price: shop.priceId });
    await expect(again).rejects.toMatchObject({ statusCode: 400, param: 'price' });
    const [only] = (await emulator.stripe.subscriptionItems.list({ subscription })).data;
    const removed = emulator.stripe.subscriptionItems.del(only?.id ?? '');
    await expect(removed).rejects.toMatchObject({ statusCode: 400 });
  });

  it('stay as they are when what they cost at once can not be paid', async () => {
    const { stripe } = emulator;
    const added = await addSeats();
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: shop.customerId,
    });
    await stripe.subscriptions.update(subscription, { default_payment_method: bad.id });
    const more = stripe.subscriptionItems.update(added.id, {
      quantity: 9,
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    });
    await expect(more).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await stripe.subscriptionItems.retrieve(added.id)).quantity).toBe(3);
    const pending = stripe.subscriptionItems.update(added.id, {
      quantity: 9,
      payment_behavior: 'pending_if_incomplete',
    });
    await expect(pending).rejects.toMatchObject({ code: 'parameter_not_emulated' });
  });
});
