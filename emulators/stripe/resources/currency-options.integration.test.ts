import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { itemOf, linesOf } from '../several-prices';
import { CALLS, call, GOOD_CARD, type Shop, type StartedStripe } from '../started-stripe';

const HALF = '2026-12-08T10:00:00Z';
const RENEWED = '2026-12-23T12:00:00Z';

/** Within a map of currencies the SDK (23.1) does not write decimals as the text that Stripe takes. */
const decimal = (text: string) => text as unknown as Stripe.Decimal;

describe('prices in several currencies', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let shop: Shop;
  let fee: Stripe.Price;
  let tiered: Stripe.Price;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, shop } = fresh);
    fee = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 3000,
      currency_options: {
        eur: { unit_amount: 2800, tax_behavior: 'inclusive' },
        jpy: { unit_amount_decimal: decimal('4500.5') },
      },
      recurring: { interval: 'month' },
    });
    tiered = await metered({
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 100, unit_amount: 0 },
        { up_to: 'inf', unit_amount: 5 },
      ],
      currency_options: {
        eur: {
          tiers: [
            { up_to: 200, flat_amount: 100 },
            { up_to: 'inf', unit_amount_decimal: decimal('4.5') },
          ],
        },
      },
    });
  });

  const metered = (more: Partial<Stripe.PriceCreateParams>) =>
    stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      recurring: { interval: 'month', usage_type: 'metered', meter: shop.meterId },
      ...more,
    });
  const buyer = () =>
    stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
  const latest = async (subscription: string) =>
    (await stripe.invoices.list({ subscription, limit: 1 })).data[0];
  /** As it is on the wire, where decimals are text. */
  const expanded = async (path: string, ...paths: string[]) => {
    const query = new URLSearchParams(paths.map((one) => ['expand[]', one]));
    return call(emulator, { method: 'GET', path: `${path}?${query}` });
  };

  it('show them where they are asked for, their own among them', async () => {
    expect(fee).not.toHaveProperty('currency_options');
    const { body } = await expanded(`/v1/prices/${fee.id}`, 'currency_options');
    expect(body).toMatchObject({ currency: 'usd', unit_amount: 3000 });
    expect(body.currency_options).toEqual({
      usd: {
        custom_unit_amount: null,
        tax_behavior: 'unspecified',
        unit_amount: 3000,
        unit_amount_decimal: '3000',
      },
      eur: {
        custom_unit_amount: null,
        tax_behavior: 'inclusive',
        unit_amount: 2800,
        unit_amount_decimal: '2800',
      },
      jpy: {
        custom_unit_amount: null,
        tax_behavior: 'unspecified',
        unit_amount: null,
        unit_amount_decimal: '4500.5',
      },
    });
    const listed = await stripe.prices.list({ expand: ['data.currency_options', 'data.tiers'] });
    const found = listed.data.find(({ id }) => id === tiered.id);
    expect(Object.keys(found?.currency_options ?? {}).toSorted()).toEqual(['eur', 'usd']);
    expect(found?.tiers).toHaveLength(2);
  });

  it('show the tiers of each currency that is named, and of none without a name', async () => {
    const eur = 'currency_options.eur.tiers';
    const { body } = await expanded(`/v1/prices/${tiered.id}`, 'tiers', eur);
    expect(body.tiers).toMatchObject([{ up_to: 100 }, { up_to: null, unit_amount: 5 }]);
    expect(body.currency_options).toMatchObject({
      eur: {
        unit_amount: null,
        tiers: [
          { up_to: 200, flat_amount: 100, flat_amount_decimal: '100', unit_amount: null },
          { up_to: null, unit_amount: null, unit_amount_decimal: '4.5' },
        ],
      },
    });
    const unnamed = await expanded(`/v1/prices/${tiered.id}`, 'currency_options.tiers');
    expect(unnamed.status).toBe(200);
    expect(Object.values(unnamed.body.currency_options ?? {})).toHaveLength(2);
    for (const option of Object.values(unnamed.body.currency_options ?? {}))
      expect(option).not.toHaveProperty('tiers');
    const strange = await expanded(`/v1/prices/${tiered.id}`, 'currency_options.gbp.tiers');
    expect(strange.status).toBe(400);
  });

  it('are expanded inside of subscriptions, as deep as Stripe goes', async () => {
    const customer = await buyer();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: tiered.id }],
      currency: 'eur',
      expand: ['items.data.price.currency_options', 'items.data.price.tiers'],
    });
    expect(made.currency).toBe('eur');
    expect(made.items.data[0]?.price).toMatchObject({
      currency: 'usd',
      currency_options: { eur: {}, usd: {} },
      tiers: [{ up_to: 100 }, { up_to: null }],
    });
    const deeper = stripe.subscriptions.retrieve(made.id, {
      expand: ['items.data.price.currency_options.eur'],
    });
    await expect(deeper).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are billed in the currency of the subscription: fees, tiers, packages and parts', async () => {
    const blocks = await metered({
      unit_amount: 1000,
      transform_quantity: { divide_by: 100, round: 'up' },
      currency_options: { eur: { unit_amount: 900 } },
    });
    const customer = await buyer();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [fee, tiered, blocks].map(({ id }) => ({ price: id })),
      currency: 'eur',
    });
    expect(await latest(made.id)).toMatchObject({ currency: 'eur', total: 2800, status: 'paid' });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ currency: 'eur' });
    await emulator.advanceToISO(HALF);
    await stripe.subscriptions.update(made.id, {
      items: [{ id: itemOf(made, fee).id, quantity: 2 }],
    });
    await stripe.billing.meterEvents.create({
      event_name: CALLS,
      payload: { stripe_customer_id: customer.id, value: '203' },
    });
    await emulator.advanceToISO(RENEWED);
    const invoice = await latest(made.id);
    expect(invoice).toMatchObject({ currency: 'eur', status: 'paid' });
    expect(linesOf(invoice)?.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
      [fee.id, -1400],
      [tiered.id, 14],
      [tiered.id, 100],
      [blocks.id, 2700],
      [fee.id, 2800],
      [fee.id, 5600],
    ]);
    expect(invoice?.lines.data.every((line) => line.currency === 'eur')).toBe(true);
  });

  it('are sold in Checkout in the currency that is asked for', async () => {
    const sell = (currency: string) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price: fee.id, quantity: 1 }, { price: tiered.id }],
        currency,
        success_url: 'http://app.test/success',
      });
    await expect(sell('jpy')).rejects.toMatchObject({ param: 'line_items[1][price]' });
    const session = await sell('eur');
    expect(session).toMatchObject({ currency: 'eur', amount_total: 2800 });
    expect(await (await fetch(session.url ?? '')).text()).toContain('€28.00');
    await emulator.submit(session.url ?? '', GOOD_CARD);
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription'],
    });
    expect(subscription).toMatchObject({ currency: 'eur', status: 'active' });
  });

  it('stay in the subscription’s currency: what is not sold in it is refused', async () => {
    const customer = await buyer();
    const create = (currency: string, price: string) =>
      stripe.subscriptions.create({ customer: customer.id, items: [{ price }], currency });
    await expect(create('gbp', fee.id)).rejects.toMatchObject({ param: 'items[0][price]' });
    const made = await create('eur', fee.id);
    const dollars = await metered({ unit_amount: 1 });
    const added = stripe.subscriptions.update(made.id, { items: [{ price: dollars.id }] });
    await expect(added).rejects.toMatchObject({ param: 'items[0][price]' });
    const coming = await stripe.invoices.createPreview({
      customer: (await buyer()).id,
      currency: 'jpy',
      subscription_details: { items: [{ price: fee.id }] },
    });
    expect(coming).toMatchObject({ currency: 'jpy', total: 4501 });
  });

  it('take another amount later, which renewals then cost, and lose no currency in use', async () => {
    const customer = await buyer();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: fee.id }],
      currency: 'eur',
    });
    const changed = await stripe.prices.update(fee.id, {
      currency_options: { eur: { unit_amount: 2900 }, gbp: { unit_amount: 2500 } },
      expand: ['currency_options'],
    });
    expect(changed.currency_options).toMatchObject({
      eur: { unit_amount: 2900 },
      gbp: { unit_amount: 2500 },
      jpy: {},
      usd: { unit_amount: 3000 },
    });
    const taxed = await stripe.prices.update(fee.id, {
      currency_options: { gbp: { tax_behavior: 'exclusive' } },
      expand: ['currency_options'],
    });
    expect(taxed.currency_options?.gbp).toMatchObject({
      tax_behavior: 'exclusive',
      unit_amount: 2500,
    });
    await expect(stripe.prices.update(fee.id, { currency_options: '' })).rejects.toMatchObject({
      code: 'parameter_not_emulated',
    });
    const unused = await stripe.prices.update(tiered.id, {
      currency_options: '',
      expand: ['currency_options'],
    });
    expect(Object.keys(unused.currency_options ?? {})).toEqual(['usd']);
    await emulator.advanceToISO(RENEWED);
    expect(await latest(made.id)).toMatchObject({ total: 2900, currency: 'eur' });
  });

  it.each([
    ['the own currency', { usd: { unit_amount: 1 } }, 'currency_options[usd]'],
    ['what is no currency', { xxx: { unit_amount: 1 } }, 'currency_options[xxx]'],
    [
      'no amount',
      { eur: { tax_behavior: 'inclusive' as const } },
      'currency_options[eur][unit_amount]',
    ],
    [
      'two amounts',
      { eur: { unit_amount: 1, unit_amount_decimal: decimal('1.5') } },
      'currency_options[eur][unit_amount]',
    ],
    [
      'tiers where there are none',
      { eur: { tiers: [{ up_to: 'inf' as const, unit_amount: 1 }] } },
      'currency_options[eur][tiers]',
    ],
  ])('are refused with %s', async (_, currency_options, param) => {
    const made = stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 100,
      currency_options,
    });
    await expect(made).rejects.toMatchObject({ statusCode: 400, param });
  });

  it('are refused where tiers are wrong, by the place of the tier', async () => {
    const tiers = (up_to: number | 'inf', unit_amount?: number) =>
      metered({
        billing_scheme: 'tiered',
        tiers_mode: 'volume',
        tiers: [{ up_to: 'inf', unit_amount: 1 }],
        currency_options: {
          eur: { tiers: [{ up_to, ...(unit_amount === undefined ? {} : { unit_amount }) }] },
        },
      });
    await expect(tiers(10, 1)).rejects.toMatchObject({
      param: 'currency_options[eur][tiers][0][up_to]',
    });
    await expect(tiers('inf')).rejects.toMatchObject({
      param: 'currency_options[eur][tiers][0]',
    });
  });
});
