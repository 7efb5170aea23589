import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shop, type StartedShop, startShop } from '../started-stripe';

let started: StartedShop;
let shop: Shop;
let stripe: Stripe;
beforeAll(async () => {
  started = await startShop();
  ({ shop, stripe } = started);
});
afterAll(() => started.stop());

describe('lists', () => {
  it('come newest first in pages that the SDK walks through', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1)
      made.push((await stripe.products.create({ name: `P${index}` })).id);
    const page = await stripe.products.list({ limit: 3 });
    expect(page.has_more).toBe(true);
    const all: string[] = [];
    for await (const product of stripe.products.list({ limit: 3 })) all.push(product.id);
    expect(all).toEqual([...made.reverse(), 'tollgate_standard']);
    const before = await stripe.products.list({ limit: 3, ending_before: all[4] ?? '' });
    expect(before.data.map((one) => one.id)).toEqual(all.slice(1, 4));
  });

  it('find prices by lookup key, also after it went to another price', async () => {
    const next = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 5,
      recurring: { interval: 'month' },
      lookup_key: 'moving',
    });
    const later = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 6,
      recurring: { interval: 'month' },
      lookup_key: 'moving',
      transfer_lookup_key: true,
    });
    const found = await stripe.prices.list({
      lookup_keys: ['moving'],
      active: true,
      expand: ['data.product'],
    });
    expect(found.data.map((one) => one.id)).toEqual([later.id]);
    expect(found.data[0]?.product).toMatchObject({ id: shop.productId, object: 'product' });
    expect((await stripe.prices.retrieve(next.id)).lookup_key).toBeNull();
  });

  it('show tiers and decimals when asked', async () => {
    const price = await stripe.prices.retrieve(shop.priceId, { expand: ['tiers'] });
    expect(
      price.tiers?.map((tier) => [
        tier.up_to,
        tier.flat_amount,
        tier.unit_amount_decimal?.toString() ?? null,
      ]),
    ).toEqual([
      [100_000, 8995, null],
      [null, null, '0.1'],
    ]);
  });

  it('inside other objects are walked through too, forwards and backwards', async () => {
    const customer = await stripe.customers.create({});
    const invoice = await stripe.invoices.create({ customer: customer.id });
    for (let amount = 1; amount <= 12; amount += 1)
      await stripe.invoiceItems.create({
        customer: customer.id,
        invoice: invoice.id,
        amount,
        currency: 'usd',
      });
    const shown = await stripe.invoices.retrieve(invoice.id);
    expect([shown.lines.data.length, shown.lines.has_more]).toEqual([10, true]);
    const all: Stripe.InvoiceLineItem[] = [];
    for await (const line of stripe.invoices.listLineItems(invoice.id, { limit: 5 }))
      all.push(line);
    expect(all.map((line) => line.amount)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const before = await stripe.invoices.listLineItems(invoice.id, {
      limit: 2,
      ending_before: all[4]?.id ?? '',
    });
    expect([before.data.map((line) => line.amount), before.has_more]).toEqual([[3, 4], true]);
    await expect(
      stripe.invoices.listLineItems(invoice.id, { starting_after: 'il_none' }),
    ).rejects.toMatchObject({ code: 'resource_missing', param: 'starting_after' });
  });
});

describe('expansion', () => {
  const refusal = (path: string) =>
    stripe.prices.list({ expand: [path] }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );

  it('goes four levels deep and no further', async () => {
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const price = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
    });
    const { latest_invoice: id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    });
    const invoice = await stripe.invoices.retrieve(String(id), {
      expand: ['payments.data.payment.payment_intent', 'customer', 'confirmation_secret'],
    });
    expect(invoice.payments?.data[0]?.payment.payment_intent).toMatchObject({ amount: 900 });
    expect(invoice.customer).toMatchObject({ object: 'customer', id: customer.id });
    expect(invoice.confirmation_secret?.client_secret).toMatch(/^pi_.*_secret_/);
    await expect(
      stripe.subscriptions.list({ expand: ['data.latest_invoice.payments.data.payment'] }),
    ).rejects.toThrow('You cannot expand more than 4 levels of a property');
  });

  it('of what names no other object is refused, with a hint where a list is meant', async () => {
    expect(await refusal('data.product')).toBe('taken');
    expect(await refusal('product')).toContain("try expanding 'data.product' instead");
    expect(await refusal('data.nickname')).toContain('cannot be expanded (nickname)');
    expect(await refusal('data.recurring')).toContain('cannot be expanded (recurring)');
    expect(await refusal('data.created')).toContain('cannot be expanded (created)');
    expect(await refusal('data.color')).toContain('cannot be expanded (color)');
  });
});
