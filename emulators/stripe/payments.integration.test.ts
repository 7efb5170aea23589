import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../fixture';
import type { Inbox, StartedStripe } from './started-stripe';

const expanded = (value: string | { id: string } | null | undefined): string =>
  typeof value === 'string' ? value : (value?.id ?? '');

describe('payments', () => {
  let emulator: StartedStripe;
  let inbox: Inbox;
  let stripe: Stripe;
  let price: Stripe.Price;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, inbox } = fresh);
    const { shop } = fresh;
    price = await stripe.prices.create({
      product: shop.productId,
      currency: 'usd',
      unit_amount: 1495,
      recurring: { interval: 'month' },
    });
  });

  const customerWith = (card: string) =>
    stripe.customers.create({
      payment_method: card,
      invoice_settings: { default_payment_method: card },
    });
  const reported = async () => {
    await emulator.world.settle();
    const types = inbox.types();
    inbox.received.length = 0;
    return types;
  };

  it("an invoice's money can be followed to its payment intent and its charge, and back", async () => {
    const customer = await customerWith('pm_card_visa');
    await reported();
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    });
    const invoice = await stripe.invoices.retrieve(expanded(subscription.latest_invoice), {
      expand: ['payments.data.payment.payment_intent'],
    });
    const [payment] = invoice.payments?.data ?? [];
    expect(payment).toMatchObject({
      invoice: invoice.id,
      status: 'paid',
      amount_paid: 1495,
      payment: {
        type: 'payment_intent',
        payment_intent: { status: 'succeeded', amount_received: 1495, customer: customer.id },
      },
    });
    const intent = expanded(payment?.payment.payment_intent);
    const { data: found } = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    });
    expect(found.map((one) => one.invoice)).toEqual([invoice.id]);
    const { data: charges } = await stripe.charges.list({ payment_intent: intent });
    expect(charges).toMatchObject([
      { amount: 1495, paid: true, captured: true, customer: customer.id, refunded: false },
    ]);
    expect(await reported()).toEqual([
      'customer.updated',
      'invoice.created',
      'customer.subscription.created',
      'payment_intent.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ]);
  });

  it('a declined renewal leaves a failed charge and an intent that waits for another card', async () => {
    const customer = await customerWith('pm_card_visa');
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    });
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customer.id,
    });
    await stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: bad.id },
    });
    await reported();
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    const { data: intents } = await stripe.paymentIntents.list({ customer: customer.id });
    expect(intents[0]).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code: 'card_declined', type: 'card_error' },
    });
    const charge = await stripe.charges.retrieve(expanded(intents[0]?.latest_charge));
    expect(charge).toMatchObject({ status: 'failed', failure_code: 'card_declined', paid: false });
    const types = await reported();
    for (const type of ['charge.failed', 'payment_intent.payment_failed', 'invoice.payment_failed'])
      expect(types).toContain(type);
    const [open] = (await stripe.invoices.list({ subscription: made.id, status: 'open' })).data;
    await stripe.invoices.pay(open?.id ?? '', { payment_method: 'pm_card_visa' });
    expect((await stripe.paymentIntents.retrieve(intents[0]?.id ?? '')).status).toBe('succeeded');
    expect((await stripe.charges.list({ customer: customer.id })).data).toHaveLength(3);
  });

  it('a voided invoice cancels its intent, one paid elsewhere too', async () => {
    const customer = await stripe.customers.create({});
    const invoiceOver = async () => {
      const invoice = await stripe.invoices.create({ customer: customer.id });
      await stripe.invoiceItems.create({
        customer: customer.id,
        invoice: invoice.id,
        amount: 500,
        currency: 'usd',
      });
      return await stripe.invoices.finalizeInvoice(invoice.id);
    };
    const statusOf = async (invoice: string) => {
      const [payment] = (await stripe.invoicePayments.list({ invoice })).data;
      const intent = await stripe.paymentIntents.retrieve(
        expanded(payment?.payment.payment_intent),
      );
      return [payment?.status, intent.status, intent.cancellation_reason];
    };
    const voided = await invoiceOver();
    expect(await statusOf(voided.id)).toEqual(['open', 'requires_payment_method', null]);
    await stripe.invoices.voidInvoice(voided.id);
    expect(await statusOf(voided.id)).toEqual(['canceled', 'canceled', 'void_invoice']);
    const elsewhere = await invoiceOver();
    await stripe.invoices.pay(elsewhere.id, { paid_out_of_band: true });
    expect(await statusOf(elsewhere.id)).toEqual(['canceled', 'canceled', null]);
  });

  it("a first payment whose bank asks waits for the bank's answer, and is paid by it", async () => {
    const customer = await customerWith('pm_card_authenticationRequired');
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    });
    expect(made.status).toBe('incomplete');
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;
    expect(intent).toMatchObject({ status: 'requires_action', latest_charge: null });
    const types = await reported();
    expect(types).toContain('payment_intent.requires_action');
    expect(types).toContain('invoice.payment_action_required');
    const page = intent?.next_action?.redirect_to_url?.url ?? '';
    expect(await (await fetch(page)).text()).toContain('$14.95');
    expect((await emulator.submit(page, { authentication: 'approved' })).status).toBe(200);
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
    expect((await emulator.submit(page, { authentication: 'approved' })).status).toBe(404);
  });

  it('a refused confirmation answers 402 with the intent, which another card can still pay', async () => {
    const refused = await stripe.paymentIntents
      .create({
        amount: 2000,
        currency: 'usd',
        payment_method: 'pm_card_chargeDeclined',
        confirm: true,
      })
      .catch((error: unknown) => error);
    if (!(refused instanceof Stripe.errors.StripeCardError)) throw new Error('it was not refused');
    expect(refused.payment_intent).toMatchObject({ status: 'requires_payment_method' });
    const paid = await stripe.paymentIntents.confirm(refused.payment_intent?.id ?? '', {
      payment_method: 'pm_card_visa',
      return_url: 'https://app.test/back',
    });
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: 2000,
      last_payment_error: null,
    });
    await expect(stripe.paymentIntents.cancel(paid.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('money held by manual capture is taken in part, once', async () => {
    const authorized = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    expect(authorized).toMatchObject({ status: 'requires_capture', amount_capturable: 2000 });
    const taken = await stripe.paymentIntents.capture(authorized.id, { amount_to_capture: 1500 });
    expect(taken).toMatchObject({ status: 'succeeded', amount_received: 1500 });
    await expect(stripe.paymentIntents.capture(authorized.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('a charge gives back no more than it took, and says what is left', async () => {
    const intent = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    await reported();
    const first = await stripe.refunds.create({ payment_intent: intent.id, amount: 400 });
    const charge = expanded(intent.latest_charge);
    expect(first).toMatchObject({ charge, payment_intent: intent.id, status: 'succeeded' });
    await expect(stripe.refunds.create({ charge, amount: 601 })).rejects.toMatchObject({
      param: 'amount',
    });
    await stripe.refunds.create({ charge, reason: 'duplicate' });
    const after = await stripe.charges.retrieve(charge, { expand: ['refunds'] });
    expect(after).toMatchObject({ amount_refunded: 1000, refunded: true });
    expect(after.refunds?.data.map((one) => one.amount)).toEqual([600, 400]);
    await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    expect(await reported()).toEqual([
      'charge.refunded',
      'refund.created',
      'charge.refunded',
      'refund.created',
    ]);
  });

  it('a card set up once by its bank is charged later without being asked', async () => {
    const customer = await stripe.customers.create({});
    const intent = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      confirm: true,
      return_url: 'https://app.test/back',
    });
    expect(intent.status).toBe('requires_action');
    const answered = await emulator.submit(intent.next_action?.redirect_to_url?.url ?? '', {
      authentication: 'approved',
    });
    expect(answered.location).toBe('https://app.test/back');
    const done = await stripe.setupIntents.retrieve(intent.id);
    expect(done).toMatchObject({ status: 'succeeded', customer: customer.id });
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      default_payment_method: expanded(done.payment_method),
      items: [{ price: price.id }],
    });
    expect(subscription.status).toBe('active');
    const failed = stripe.setupIntents.create({
      payment_method: 'pm_card_chargeDeclined',
      confirm: true,
    });
    await expect(failed).rejects.toMatchObject({ code: 'card_declined' });
    const types = await reported();
    for (const name of ['created', 'requires_action', 'succeeded', 'setup_failed'])
      expect(types).toContain(`setup_intent.${name}`);
  });
});
