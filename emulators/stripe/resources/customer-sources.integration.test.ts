import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedStripe, startStripe } from '../started-stripe';

describe("a customer's cards of the older API", () => {
  let emulator: StartedStripe;
  beforeAll(async () => {
    emulator = await startStripe();
  });
  afterAll(() => emulator.stop());

  it('are made of tokens, listed, changed and removed, and pay where nothing else does', async () => {
    const { stripe } = emulator;
    const { id } = await stripe.customers.create({ email: 'ada@example.com' });
    const card = await stripe.customers.createSource(id, { source: 'tok_visa' });
    const other = await stripe.customers.createSource(id, { source: 'tok_mastercard' });
    expect(card).toMatchObject({ object: 'card', brand: 'Visa', last4: '4242', customer: id });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: card.id });
    const listed = await stripe.customers.listSources(id, { limit: 1 }).autoPagingToArray({
      limit: 10,
    });
    expect(listed.map((one) => one.id)).toEqual([other.id, card.id]);
    const renamed = await stripe.customers.updateSource(id, card.id, { name: 'Ada' });
    expect(renamed).toEqual(await stripe.customers.retrieveSource(id, card.id));

    const { id: product } = await stripe.products.create({ name: 'Paid' });
    const price = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
    });
    const bought = await stripe.subscriptions.create({
      customer: id,
      items: [{ price: price.id }],
    });
    expect(bought.status).toBe('active');

    await stripe.customers.deleteSource(id, card.id);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: other.id });
    const gone = stripe.customers.retrieveSource(id, card.id);
    await expect(gone).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });

  it('are no tokens that Stripe never gave, and no cards that it declines', async () => {
    const { stripe } = emulator;
    const { id } = await stripe.customers.create({});
    const unknown = stripe.customers.createSource(id, { source: 'tok_unknown' });
    await expect(unknown).rejects.toMatchObject({ param: 'source', code: 'resource_missing' });
    const declined = stripe.customers.createSource(id, { source: 'pm_card_chargeDeclined' });
    await expect(declined).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await stripe.customers.listSources(id)).data).toEqual([]);
  });
});
