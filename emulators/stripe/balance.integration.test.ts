import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../fixture';
import { report, type StartedShop, subscribe } from './started-stripe';

let kit: StartedShop;

inFreshShop((fresh) => {
  kit = fresh;
});

const customerOf = () => kit.shop.customerId;

async function withCard(): Promise<string> {
  const customer = customerOf();
  const { id } = await kit.stripe.paymentMethods.attach('pm_card_visa', { customer });
  const invoice_settings = { default_payment_method: id };
  await kit.stripe.customers.update(customer, { invoice_settings });
  return customer;
}

/** An invoice over one amount, finalized at once. */
async function invoiced(amount: number, currency = 'usd') {
  const customer = customerOf();
  await kit.stripe.invoiceItems.create({ customer, amount, currency });
  const draft = await kit.stripe.invoices.create({
    customer,
    currency,
    pending_invoice_items_behavior: 'include',
  });
  return kit.stripe.invoices.finalizeInvoice(draft.id, { auto_advance: true });
}

describe('an invoice below the smallest charge', () => {
  it('is paid without a charge, and the next one asks for both', async () => {
    const customer = await withCard();
    const small = await invoiced(10);
    expect(small).toMatchObject({
      status: 'paid',
      total: 10,
      amount_due: 0,
      amount_paid: 0,
      amount_remaining: 0,
      starting_balance: 0,
      ending_balance: 10,
    });
    expect(await kit.stripe.customers.retrieve(customer)).toMatchObject({ balance: 10 });
    expect((await kit.stripe.charges.list({ customer })).data).toEqual([]);
    expect((await kit.stripe.paymentIntents.list({ customer })).data).toEqual([]);

    const next = await invoiced(60);
    await kit.emulator.advanceDays(0);
    expect(await kit.stripe.invoices.retrieve(next.id)).toMatchObject({
      status: 'paid',
      total: 60,
      amount_due: 70,
      amount_paid: 70,
      starting_balance: 10,
      ending_balance: 0,
    });
    expect((await kit.stripe.charges.list({ customer })).data).toMatchObject([{ amount: 70 }]);
    expect(await kit.stripe.customers.retrieve(customer)).toMatchObject({ balance: 0 });
    const { data } = await kit.stripe.customers.listBalanceTransactions(customer);
    expect(data).toMatchObject([
      { type: 'applied_to_invoice', amount: -10, ending_balance: 0, invoice: next.id },
      { type: 'invoice_too_small', amount: 10, ending_balance: 10, invoice: small.id },
    ]);
  });

  it('is that of each currency: 175 forints', async () => {
    await withCard();
    expect(await invoiced(17_499, 'huf')).toMatchObject({ amount_due: 0, ending_balance: 17_499 });
  });

  it('a voided invoice gives back what it took up', async () => {
    const customer = customerOf();
    await invoiced(30);
    const open = await invoiced(40);
    expect(open).toMatchObject({ status: 'open', amount_due: 70 });
    await kit.stripe.invoices.voidInvoice(open.id);
    expect(await kit.stripe.customers.retrieve(customer)).toMatchObject({ balance: 30 });
    const { data } = await kit.stripe.customers.listBalanceTransactions(customer);
    expect(data[0]).toMatchObject({ type: 'unapplied_from_invoice', amount: 30 });
  });

  it('a balance is set and moved as the API has it, in one currency', async () => {
    const customer = customerOf();
    await kit.stripe.customers.update(customer, { balance: -500 });
    const moved = await kit.stripe.customers.createBalanceTransaction(customer, {
      amount: 200,
      currency: 'usd',
      description: 'A mistake of ours',
    });
    expect(moved).toMatchObject({ type: 'adjustment', ending_balance: -300 });
    const renamed = await kit.stripe.customers.updateBalanceTransaction(customer, moved.id, {
      description: 'Goodwill',
    });
    expect(renamed.description).toBe('Goodwill');
    await expect(
      kit.stripe.customers.createBalanceTransaction(customer, { amount: 1, currency: 'eur' }),
    ).rejects.toThrow('You cannot combine currencies on a single customer.');
    expect(await invoiced(300)).toMatchObject({ status: 'paid', amount_due: 0, ending_balance: 0 });
  });

  it('a payment intent over it is refused', async () => {
    await expect(
      kit.stripe.paymentIntents.create({ amount: 49, currency: 'usd' }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'amount_too_small', param: 'amount' });
    await expect(
      kit.stripe.paymentIntents.create({ amount: 1234, currency: 'kwd' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
    await expect(
      kit.stripe.paymentIntents.create({ amount: 1_000_000_000_000, currency: 'usd' }),
    ).rejects.toMatchObject({ code: 'amount_too_large' });
  });
});

describe('after the end of a subscription', () => {
  async function pastDue() {
    const id = await subscribe(kit.emulator, kit.shop);
    await report(kit.emulator, kit.shop, 5);
    const { data: cards } = await kit.stripe.paymentMethods.list({
      customer: customerOf(),
      type: 'card',
    });
    for (const card of cards) {
      const row = kit.emulator.part.account.paymentMethods.get(card.id);
      if (row)
        kit.emulator.part.account.paymentMethods.put({
          ...row,
          decline: { code: 'card_declined', declineCode: 'generic_decline', message: 'No.' },
        });
    }
    await kit.emulator.advanceDays(31);
    const { data } = await kit.stripe.invoices.list({ subscription: id, status: 'open' });
    expect(data).toMatchObject([{ auto_advance: true, attempt_count: 1 }]);
    return { id, invoice: data[0]?.id ?? '' };
  }

  it('its open invoice is charged no more by itself', async () => {
    const { id, invoice } = await pastDue();
    await kit.stripe.subscriptions.cancel(id);
    await kit.emulator.advanceDays(0);
    const reported = kit.inbox.received
      .map(({ body }) => JSON.parse(body))
      .findLast((event: { type: string }) => event.type === 'invoice.updated');
    expect(reported.data).toMatchObject({
      object: { id: invoice, auto_advance: false, next_payment_attempt: null },
      previous_attributes: { auto_advance: true },
    });
    await kit.emulator.advanceDays(40);
    expect(await kit.stripe.invoices.retrieve(invoice)).toMatchObject({
      status: 'open',
      auto_advance: false,
      attempt_count: 1,
    });
  });

  it('whoever wants the money asks for it, or switches it on again', async () => {
    const { id, invoice } = await pastDue();
    await kit.stripe.subscriptions.cancel(id);
    await kit.stripe.invoices.update(invoice, { auto_advance: true });
    await kit.emulator.advanceDays(1);
    expect(await kit.stripe.invoices.retrieve(invoice)).toMatchObject({ attempt_count: 2 });
    const customer = customerOf();
    const { id: card } = await kit.stripe.paymentMethods.attach('pm_card_visa', { customer });
    const paid = await kit.stripe.invoices.pay(invoice, { payment_method: card });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 8995 });
    expect(await kit.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
  });

  it('an uncollectible invoice can still be paid', async () => {
    const { invoice } = await pastDue();
    await kit.stripe.invoices.markUncollectible(invoice);
    const customer = customerOf();
    const { id: card } = await kit.stripe.paymentMethods.attach('pm_card_visa', { customer });
    const paid = await kit.stripe.invoices.pay(invoice, { payment_method: card });
    expect(paid.status).toBe('paid');
  });
});

describe('paused collection', () => {
  it.each([
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
  ] as const)('%s: an invoice that is finalized by hand is %s', async (behavior, status) => {
    const id = await subscribe(kit.emulator, kit.shop);
    await kit.stripe.subscriptions.update(id, { pause_collection: { behavior } });
    kit.emulator.part.account.settings.renewalGraceSeconds = 72 * 3600;
    await kit.emulator.advanceDays(31);
    const { data } = await kit.stripe.invoices.list({ subscription: id, status: 'draft' });
    const done = await kit.stripe.invoices.finalizeInvoice(data[0]?.id ?? '');
    expect(done).toMatchObject({ status, amount_paid: 0 });
  });
});
