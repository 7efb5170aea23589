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
import { CALLS, GOOD_CARD, type Shop, type StartedStripe } from '../started-stripe';

/** From 23 November at 10:00 a month is 30 days long. */
const HALF = '2026-12-08T10:00:00Z';
const RENEWED = '2026-12-23T12:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('a subscription with several items', () => {
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

  it('is bought in Checkout: the fee now, the usage of each meter later', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: shop.customerId,
      line_items: [{ price: calls.id }, { price: fee.id, quantity: 1 }, { price: words.id }],
      success_url: 'http://app.test/success',
    });
    expect(session.amount_total).toBe(3000);
    const page = await (await fetch(session.url ?? '')).text();
    expect(page).toContain('Pay $30.00 and subscribe');
    expect((await emulator.submit(session.url ?? '', GOOD_CARD)).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['line_items', 'subscription'],
    });
    expect(done.line_items?.data.map((one) => [one.price?.id, one.quantity])).toEqual([
      [calls.id, null],
      [fee.id, 1],
      [words.id, null],
    ]);
    const subscription = done.subscription as Stripe.Subscription;
    expect(setOf(subscription)).toEqual([calls.id, fee.id, words.id]);
    for (const item of subscription.items.data)
      expect(item).toMatchObject({
        current_period_start: seconds('2026-11-23T10:00:00Z'),
        current_period_end: seconds('2026-12-23T10:00:00Z'),
      });
    expect(itemOf(subscription, fee).quantity).toBe(1);
    expect(itemOf(subscription, words)).not.toHaveProperty('quantity');
    expect(linesOf(await prices.latest(subscription.id))).toEqual([[fee.id, 3000]]);
  });

  it('is billed with a line for each item, usage from its own meter', async () => {
    const made = await prices.start([fee, calls, words]);
    await prices.use(CALLS, 700);
    await prices.use(TOKENS, 40);
    await prices.use(TOKENS, 2);
    const previewed = await stripe.invoices.createPreview({ subscription: made.id });
    const expected = [
      [fee.id, 3000],
      [calls.id, 1400],
      [words.id, 210],
    ];
    expect(linesOf(previewed)).toEqual(expected);
    await emulator.advanceToISO(RENEWED);
    const invoice = await prices.latest(made.id);
    expect(linesOf(invoice)).toEqual(expected);
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 4610 });
    const listed = await stripe.invoices.listLineItems(invoice?.id ?? '');
    expect(listed.data.map((line) => line.parent?.subscription_item_details)).toMatchObject(
      [fee, calls, words].map((price) => ({
        subscription: made.id,
        subscription_item: itemOf(made, price).id,
        proration: false,
      })),
    );
    expect(listed.data.map((line) => line.pricing?.price_details?.product)).toEqual([
      shop.productId,
      shop.productId,
      shop.productId,
    ]);
    const found = await stripe.subscriptions.list({ price: words.id });
    expect(found.data.map(({ id }) => id)).toEqual([made.id]);
  });

  it('changes by item, loses one and gets one in a single call', async () => {
    const made = await prices.start([fee, calls]);
    await prices.use(CALLS, 100);
    await emulator.advanceToISO(HALF);
    const dear = await prices.licensed(5000);
    const items = [
      { id: itemOf(made, calls).id, deleted: true },
      { price: words.id },
      { id: itemOf(made, fee).id, price: dear.id },
    ];
    const params = { items, proration_behavior: 'always_invoice' as const };
    const expected = [
      [fee.id, -1500],
      [dear.id, 2500],
      [calls.id, 200],
    ];
    const previewed = await stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: params,
    });
    expect(linesOf(previewed)).toEqual(expected);
    const changed = await stripe.subscriptions.update(made.id, params);
    expect(setOf(changed)).toEqual([dear.id, words.id]);
    expect(itemOf(changed, dear).id).toBe(itemOf(made, fee).id);
    expect(itemOf(changed, words)).toMatchObject({
      current_period_start: seconds(HALF),
      current_period_end: seconds('2026-12-23T10:00:00Z'),
    });
    expect(linesOf(await prices.latest(made.id))).toEqual(expected);
  });

  it('is replaced as a whole in one call, and each part waits for the renewal as its own line', async () => {
    const made = await prices.start([fee, calls, words]);
    await prices.use(CALLS, 100);
    await prices.use(TOKENS, 10);
    await emulator.advanceToISO(HALF);
    const next = [
      await prices.metered(prices.tokensMeter, 7),
      await prices.licensed(6000),
      await prices.metered(shop.meterId, 1),
    ] as const;
    const changed = await stripe.subscriptions.update(made.id, {
      items: [
        ...made.items.data.map(({ id }) => ({ id, deleted: true })),
        ...next.map(({ id }) => ({ price: id })),
      ],
    });
    expect(setOf(changed)).toEqual(next.map(({ id }) => id));
    await prices.use(CALLS, 1000);
    await prices.use(TOKENS, 100);
    await emulator.advanceToISO(RENEWED);
    const invoice = await prices.latest(made.id);
    expect(new Set(linesOf(invoice))).toEqual(
      new Set([
        [fee.id, -1500],
        [next[1].id, 3000],
        [calls.id, 200],
        [words.id, 50],
        [next[1].id, 6000],
        [next[0].id, 700],
        [next[2].id, 1000],
      ]),
    );
    const waited = invoice?.lines.data.find((line) => line.amount === -1500);
    expect(waited?.parent).toMatchObject({
      type: 'subscription_item_details',
      subscription_item_details: {
        invoice_item: expect.stringMatching(/^ii_/),
        proration: true,
        subscription: made.id,
        subscription_item: itemOf(made, fee).id,
      },
    });
  });

  it('has each price once, twenty at most, of its own currency, and none that is inactive', async () => {
    const made = await prices.start([fee, calls]);
    const update = (items: Stripe.SubscriptionUpdateParams.Item[]) =>
      stripe.subscriptions.update(made.id, { items });
    const refusal = (param: string) => ({ statusCode: 400, param });
    await expect(update([{ price: calls.id }])).rejects.toMatchObject(refusal('items'));
    await expect(update([{ deleted: true }])).rejects.toMatchObject(refusal('items[0][id]'));
    await expect(
      update(made.items.data.map(({ id }) => ({ id, deleted: true }))),
    ).rejects.toMatchObject(refusal('items'));
    const euros = await stripe.prices.create({
      product: shop.productId,
      currency: 'eur',
      unit_amount: 100,
      recurring: { interval: 'month' },
    });
    const added = [{ price: words.id }, { price: euros.id }];
    await expect(update(added)).rejects.toMatchObject(refusal('items[1][price]'));
    await stripe.prices.update(words.id, { active: false });
    await expect(update([{ price: words.id }])).rejects.toMatchObject(refusal('items[0][price]'));
    await expect(prices.start([fee, fee])).rejects.toMatchObject(refusal('items'));
    await expect(prices.start([words])).rejects.toMatchObject(refusal('items[0][price]'));
    const many = await Promise.all(Array.from({ length: 21 }, () => prices.licensed(100)));
    await expect(prices.start(many)).rejects.toMatchObject(refusal('items'));
    const session = stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: calls.id }, { price: calls.id }],
      success_url: 'http://app.test/success',
    });
    await expect(session).rejects.toMatchObject(refusal('line_items'));
    expect(setOf(await stripe.subscriptions.retrieve(made.id))).toEqual([fee.id, calls.id]);
  });

  it('goes on being billed when its prices and product are no longer sold', async () => {
    const made = await prices.start([fee, calls]);
    await stripe.prices.update(fee.id, { active: false });
    await stripe.prices.update(calls.id, { active: false });
    await stripe.products.update(shop.productId, { active: false });
    await prices.use(CALLS, 10);
    const item = itemOf(made, fee);
    await stripe.subscriptions.update(made.id, { items: [{ id: item.id, quantity: 2 }] });
    await emulator.advanceToISO(RENEWED);
    const invoice = await prices.latest(made.id);
    expect(invoice?.status).toBe('paid');
    expect(linesOf(invoice)).toContainEqual([fee.id, 6000]);
    expect(linesOf(invoice)).toContainEqual([calls.id, 20]);
  });

  it('may bill items at lengths of their own, in flexible mode', async () => {
    const yearly = await prices.licensed(30_000, 'year');
    await expect(
      prices.start([yearly, calls], { billing_mode: { type: 'classic' } }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'items' });
    const made = await prices.start([yearly, calls]);
    expect(itemOf(made, yearly).current_period_end).toBe(seconds('2027-11-23T10:00:00Z'));
    expect(itemOf(made, calls).current_period_end).toBe(seconds('2026-12-23T10:00:00Z'));
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    await prices.use(CALLS, 30);
    await emulator.advanceToISO('2027-01-23T12:00:00Z');
    const invoice = await prices.latest(made.id);
    expect(linesOf(invoice)).toEqual([[calls.id, 60]]);
    expect(invoice).toMatchObject({
      period_start: seconds('2026-12-23T10:00:00Z'),
      period_end: seconds('2027-01-23T10:00:00Z'),
    });
    await emulator.advanceToISO('2027-11-23T12:00:00Z');
    expect(linesOf(await prices.latest(made.id))).toEqual([
      [yearly.id, 30_000],
      [calls.id, 0],
    ]);
  });
});
