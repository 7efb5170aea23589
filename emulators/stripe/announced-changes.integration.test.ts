import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedShop, startShop, subscribe } from './started-stripe';

let kit: StartedShop;
let stripe: Stripe;

beforeAll(async () => {
  kit = await startShop();
  stripe = kit.stripe;
});

afterAll(() => kit.stop());

interface Reported {
  type: string;
  data: { object: { id: string }; previous_attributes?: Record<string, unknown> };
}

/** The events about an object since, with its previous attributes. */
async function reported(id: string, work: () => Promise<unknown>): Promise<[string, string[]][]> {
  await kit.emulator.advanceDays(0);
  const from = kit.inbox.received.length;
  await work();
  await kit.emulator.advanceDays(0);
  return kit.inbox.received
    .slice(from)
    .map(({ body }) => JSON.parse(body) as Reported)
    .filter((event) => event.data.object.id === id)
    .map(({ type, data }) => [type, Object.keys(data.previous_attributes ?? {}).toSorted()]);
}

it('each change of an invoice or a customer sends an event', async () => {
  const customer = await stripe.customers.create({ email: 'eve@example.com' });
  const draft = await stripe.invoices.create({ customer: customer.id, auto_advance: true });
  const item = () =>
    stripe.invoiceItems.create({
      customer: customer.id,
      invoice: draft.id,
      amount: 500,
      currency: 'usd',
    });
  expect(await reported(draft.id, item)).toMatchObject([
    ['invoice.updated', expect.arrayContaining(['amount_due', 'lines', 'total'])],
  ]);
  await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false });
  const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
    customer: customer.id,
  });
  const pay = (payment_method: string) => () =>
    stripe.invoices.pay(draft.id, { payment_method }).catch(() => undefined);
  expect(await reported(draft.id, pay(failing.id))).toEqual([
    ['invoice.updated', ['attempt_count', 'attempted']],
    ['invoice.payment_failed', []],
  ]);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true });
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  expect(await reported(customer.id, pay(good.id))).toEqual([['customer.updated', ['delinquent']]]);
  const types = kit.inbox.types();
  expect(types.slice(types.lastIndexOf('invoice.updated'))).toEqual(
    expect.arrayContaining(['invoice.updated', 'invoice.paid', 'invoice.payment_succeeded']),
  );
});

it('voided and uncollectible invoices send their own events', async () => {
  const customer = kit.shop.customerId;
  const opened = async () => {
    await stripe.invoiceItems.create({ customer, amount: 900, currency: 'usd' });
    const pending_invoice_items_behavior = 'include';
    const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior });
    await stripe.invoices.finalizeInvoice(id);
    return id;
  };
  const first = await opened();
  const types = async (id: string, work: () => Promise<unknown>) =>
    (await reported(id, work)).map(([type]) => type);
  expect(await types(first, () => stripe.invoices.voidInvoice(first))).toEqual([
    'invoice.updated',
    'invoice.voided',
  ]);
  const second = await opened();
  expect(await types(second, () => stripe.invoices.markUncollectible(second))).toEqual([
    'invoice.updated',
    'invoice.marked_uncollectible',
  ]);
});

it('an invoice can be had as a small PDF', async () => {
  await stripe.invoiceItems.create({
    customer: kit.shop.customerId,
    amount: 1234,
    currency: 'usd',
    description: 'Überschuss (10 × 1)',
  });
  const draft = await stripe.invoices.create({
    customer: kit.shop.customerId,
    pending_invoice_items_behavior: 'include',
  });
  expect(draft.invoice_pdf).toBeNull();
  const open = await stripe.invoices.finalizeInvoice(draft.id);
  const response = await fetch(open.invoice_pdf ?? '');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const bytes = Buffer.from(await response.arrayBuffer()).toString('latin1');
  expect(bytes).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
  expect(bytes).toContain(`(Invoice ${open.number}) Tj`);
  expect(bytes).toContain('(Überschuss \\(10 x 1\\)   $12.34) Tj');
  const start = Number(/startxref\n(\d+)\n/.exec(bytes)?.[1]);
  expect(bytes.slice(start, start + 4)).toBe('xref');
  const other = open.invoice_pdf?.replace('/pdf', 'x/pdf') ?? '';
  expect((await fetch(other)).status).toBe(404);
});

it('a subscription that was given up before it was paid has expired, its invoice void', async () => {
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const price = await stripe.prices.create({
    product: kit.shop.productId,
    currency: 'usd',
    unit_amount: 2000,
    recurring: { interval: 'month' },
  });
  const made = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    payment_behavior: 'default_incomplete',
  });
  expect(made.status).toBe('incomplete');
  const given = await stripe.subscriptions.cancel(made.id);
  expect(given).toMatchObject({ status: 'incomplete_expired', ended_at: expect.any(Number) });
  expect(await stripe.invoices.retrieve(String(made.latest_invoice))).toMatchObject({
    status: 'void',
  });
});

it('who has no card cannot begin what is due at once; nobody is billed in two currencies', async () => {
  const { id: customer } = await stripe.customers.create();
  const priceIn = (currency: string) =>
    stripe.prices.create({
      product: kit.shop.productId,
      currency,
      unit_amount: 2000,
      recurring: { interval: 'month' },
    });
  const [usd, eur] = [await priceIn('usd'), await priceIn('eur')];
  const begin = (price: Stripe.Price) =>
    stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  await expect(begin(usd)).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing' });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  const first = await begin(usd);
  const both = 'You cannot combine currencies on a single customer.';
  await expect(begin(eur)).rejects.toThrow(both);
  await expect(
    stripe.invoiceItems.create({ customer, amount: 100, currency: 'eur' }),
  ).rejects.toThrow(both);
  await expect(
    stripe.checkout.sessions.create({
      mode: 'subscription',
      customer,
      line_items: [{ price: eur.id, quantity: 1 }],
      success_url: 'https://app.test/ok',
    }),
  ).rejects.toThrow(both);
  await stripe.subscriptions.cancel(first.id);
  expect((await begin(eur)).status).toBe('active');
});

it('what Stripe does not take is refused in its words, and what is absent is 501', async () => {
  await expect(stripe.customers.search({ query: "email:'a@b.c'" })).rejects.toMatchObject({
    statusCode: 501,
  });
  await expect(stripe.invoices.search({ query: 'total>1' })).rejects.toMatchObject({
    statusCode: 501,
  });
  await expect(
    stripe.prices.create({ product: kit.shop.productId, currency: 'xyz', unit_amount: 100 }),
  ).rejects.toThrow('Invalid currency: xyz.');
  for (const email of ['nobody', 'a@b', 'a b@c.de', 'a@@c.de', '@c.de'])
    await expect(stripe.customers.create({ email })).rejects.toMatchObject({
      code: 'email_invalid',
      message: `Invalid email address: ${email}`,
    });
  expect((await stripe.customers.create({ email: 'jürgen+x@bücher.example' })).id).toMatch(/^cus/);
  const long = 'k'.repeat(41);
  await expect(stripe.customers.create({ metadata: { [long]: 'v' } })).rejects.toThrow(
    'Metadata keys can have up to 40 characters, but you passed in a key of 41 characters.',
  );
  await expect(stripe.customers.create({ metadata: { k: 'v'.repeat(501) } })).rejects.toThrow(
    'Metadata values can have up to 500 characters, but you passed in a value of 501 characters.',
  );
});

it('answers hold what the SDK’s types say that they hold', async () => {
  const id = await subscribe(kit.emulator, kit.shop);
  expect(id).toMatch(/^sub_/);
  const { data: sessions } = await stripe.checkout.sessions.list({ expand: ['data.line_items'] });
  expect(sessions[0]?.line_items?.data[0]).toHaveProperty('adjustable_quantity', null);
  const intent = await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
    return_url: 'https://app.test/back',
  });
  const charge = await stripe.charges.retrieve(String(intent.latest_charge));
  expect(charge.payment_method_details?.card).toMatchObject({
    electronic_commerce_indicator: null,
    transaction_link_id: null,
  });
  const { features } = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  expect(features.subscription_cancel.cancellation_reason.feedback_options).toBeNull();
  expect(features.subscription_pause.duration).toEqual({
    interval_options: [{ interval: 'month', interval_count: 1 }],
    type: 'interval_options',
  });
});
