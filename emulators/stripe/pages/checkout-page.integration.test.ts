import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOOD_CARD, type Shop, type StartedShop, startShop } from '../started-stripe';

let started: StartedShop;
let emulator: StartedShop['emulator'];
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  started = await startShop();
  ({ emulator, shop, stripe } = started);
});
afterAll(() => started.stop());

describe('Checkout', () => {
  const open = async (quantity?: number) => {
    const price =
      quantity === undefined
        ? shop.priceId
        : (
            await stripe.prices.create({
              product: shop.productId,
              currency: 'usd',
              unit_amount: 1495,
              recurring: { interval: 'month' },
            })
          ).id;
    const customer = await stripe.customers.create({ email: 'c@example.com' });
    return stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      line_items: [{ price, ...(quantity === undefined ? {} : { quantity }) }],
      success_url: 'http://app.test/success',
      cancel_url: 'http://app.test/cancel',
    });
  };

  it.each([
    ['4000 0000 0000 0002', 'Your card was declined.'],
    ['4000 0000 0000 9995', 'Your card has insufficient funds.'],
  ])('shows the decline of %s in the form and provisions nothing', async (number, message) => {
    const session = await open(1);
    const sent = await emulator.submit(session.url ?? '', { ...GOOD_CARD, number });
    expect(sent.status).toBe(402);
    expect(sent.text).toContain(message);
    expect((await stripe.subscriptions.list({ customer: String(session.customer) })).data).toEqual(
      [],
    );
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
    expect((await emulator.submit(session.url ?? '', GOOD_CARD)).status).toBe(303);
  });

  it('shows a mistake next to its field', async () => {
    const session = await open(1);
    const sent = await emulator.submit(session.url ?? '', {
      ...GOOD_CARD,
      number: '4242 4242 4242 4241',
      expiry: '01 / 20',
    });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('This card number is not valid');
    expect(sent.text).toContain('This card has expired.');
  });

  it('rejects parameters that it can’t honor', async () => {
    const once = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 100,
    });
    const lines = [{ price: shop.priceId }];
    const asked = (more: Partial<Stripe.Checkout.SessionCreateParams>) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: lines,
        success_url: 'http://app.test/success',
        ...more,
      });
    await expect(asked({ currency: 'eur' })).rejects.toMatchObject({
      param: 'line_items[0][price]',
    });
    const code = 'parameter_not_emulated';
    await expect(asked({ payment_method_collection: 'if_required' })).rejects.toMatchObject({
      code,
    });
    const mixed = [...lines, { price: once.id, quantity: 1 }];
    await expect(asked({ line_items: mixed })).rejects.toMatchObject({ code });
    const many = Array.from({ length: 21 }, () => ({ price: shop.priceId }));
    await expect(asked({ line_items: many })).rejects.toMatchObject({ param: 'line_items' });
  });

  it('charges a licensed price in advance', async () => {
    const session = await open(1);
    expect(session).toMatchObject({ amount_total: 1495, payment_status: 'unpaid' });
    await emulator.submit(session.url ?? '', GOOD_CARD);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] });
    expect(done.payment_status).toBe('paid');
    expect(done.invoice).toMatchObject({
      status: 'paid',
      amount_paid: 1495,
      billing_reason: 'subscription_create',
    });
  });

  it('asks the bank for cards that need it', async () => {
    const session = await open(1);
    const card = { ...GOOD_CARD, number: '4000 0025 0000 3155' };
    const asked = await emulator.submit(session.url ?? '', card);
    expect(asked.text).toContain('Complete authentication');
    expect(
      (await emulator.submit(session.url ?? '', { ...card, authentication: 'failed' })).status,
    ).toBe(402);
    expect(
      (await emulator.submit(session.url ?? '', { ...card, authentication: 'approved' })).status,
    ).toBe(303);
  });

  it('expires after its time, by hand or by itself, and its page with it', async () => {
    const first = await open();
    expect((await stripe.checkout.sessions.expire(first.id)).status).toBe('expired');
    const second = await open();
    await emulator.advanceDays(1);
    expect(await stripe.checkout.sessions.retrieve(second.id)).toMatchObject({
      status: 'expired',
      url: null,
    });
    expect((await emulator.submit(second.url ?? '', GOOD_CARD)).text).toContain(
      'This page has expired',
    );
  });
});
