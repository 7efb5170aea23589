import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../fixture';
import {
  GOOD_CARD,
  type Inbox,
  report,
  type Shop,
  type StartedStripe,
  subscribe,
} from './started-stripe';

describe('the life of a metered subscription', () => {
  let emulator: StartedStripe;
  let inbox: Inbox;
  let shop: Shop;
  inFreshShop((fresh) => {
    ({ emulator, inbox, shop } = fresh);
  });

  const statusOf = async (id: string) => (await emulator.stripe.subscriptions.retrieve(id)).status;
  const latestInvoice = async () => {
    const [invoice] = (await emulator.stripe.invoices.list({ customer: shop.customerId, limit: 1 }))
      .data;
    if (!invoice) throw new Error('no invoice');
    return invoice;
  };

  it('bills 120,000 calls of which 100,000 are included at $109.95', async () => {
    const { stripe } = emulator;
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: shop.customerId,
      client_reference_id: 'user-1',
      allowed_payment_method_types: ['card'],
      line_items: [{ price: shop.priceId }],
      success_url: 'http://app.test/success?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://app.test/cancel',
      metadata: { product_id: 'standard' },
      subscription_data: {
        metadata: { product_id: 'standard' },
        billing_mode: { type: 'flexible' },
      },
    });
    const page = await (await fetch(session.url ?? '')).text();
    expect(page).toContain('Due today');
    expect(page).toContain('http://app.test/cancel');
    const paid = await emulator.submit(session.url ?? '', GOOD_CARD);
    expect(paid.location).toBe(`http://app.test/success?session=${session.id}`);

    const complete = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription', 'line_items'],
    });
    expect(complete).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      url: null,
      client_reference_id: 'user-1',
    });
    expect(complete.subscription).toMatchObject({
      status: 'active',
      metadata: { product_id: 'standard' },
    });
    await emulator.advanceToISO('2026-12-20T00:00:00Z');
    await report(emulator, shop, 120_000);
    await emulator.advanceToISO('2026-12-23T10:00:00Z');
    const draft = await latestInvoice();
    expect(draft).toMatchObject({
      status: 'draft',
      billing_reason: 'subscription_cycle',
      total: 10_995,
    });
    await emulator.advanceToISO('2026-12-23T11:00:00Z');
    const invoice = await latestInvoice();
    expect(invoice).toMatchObject({ id: draft.id, status: 'paid', amount_paid: 10_995 });
    expect(invoice.lines.data.map((line) => [line.quantity, line.amount])).toEqual([
      [100_000, 8995],
      [20_000, 2000],
    ]);
    const [renewed] = (await stripe.subscriptions.list({ customer: shop.customerId })).data;
    expect(invoice.parent?.subscription_details?.subscription).toBe(renewed?.id);
    expect(new Date((renewed?.items.data[0]?.current_period_end ?? 0) * 1000).toISOString()).toBe(
      '2027-01-23T10:00:00.000Z',
    );
  });

  it('charges the flat amount of a month without calls', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceDays(31);
    expect(await latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 8995 });
  });

  it('counts usage only within the period that it belongs to', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceToISO('2026-12-23T10:10:00Z');
    // After the period's end, while its invoice is still a draft.
    await report(emulator, shop, 500_000);
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    expect(await latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 8995 });
  });

  it('signs every webhook so that the SDK accepts it', async () => {
    await subscribe(emulator, shop);
    expect(inbox.types()).toEqual([
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
      'customer.updated',
      'customer.subscription.created',
      'checkout.session.completed',
    ]);
    for (const { body, signature } of inbox.received) {
      const at = emulator.world.clock.nowMs();
      const event = emulator.stripe.webhooks.constructEvent(
        body,
        signature,
        shop.secret,
        undefined,
        undefined,
        at,
      );
      expect(event.api_version).toBe('2026-10-28.endive');
      expect(() =>
        emulator.stripe.webhooks.constructEvent(
          body,
          signature,
          'whsec_other',
          undefined,
          undefined,
          at,
        ),
      ).toThrow(/signature/i);
    }
  });

  it('goes past due when the card declines and is active again once another card has paid the invoice', async () => {
    const id = await subscribe(emulator, shop, { ...GOOD_CARD, number: '4000 0000 0000 0341' });
    await emulator.advanceToISO('2026-12-23T11:00:00Z');
    expect(await statusOf(id)).toBe('past_due');
    const open = await latestInvoice();
    expect(open).toMatchObject({ status: 'open', attempt_count: 1 });
    expect(new Date((open.next_payment_attempt ?? 0) * 1000).toISOString()).toBe(
      '2026-12-26T11:00:00.000Z',
    );
    expect(inbox.types()).toContain('invoice.payment_failed');

    const declined = await emulator.submit(open.hosted_invoice_url ?? '', {
      ...GOOD_CARD,
      number: '4000 0000 0000 9995',
    });
    expect(declined.status).toBe(402);
    expect(declined.text).toContain('Your card has insufficient funds.');
    expect(await statusOf(id)).toBe('past_due');

    const paid = await emulator.submit(open.hosted_invoice_url ?? '', GOOD_CARD);
    expect(paid.status).toBe(303);
    expect(await statusOf(id)).toBe('active');
    expect(await latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 8995 });
    await emulator.advanceToISO('2027-01-23T11:00:00Z');
    expect(await statusOf(id)).toBe('active');
  });

  it('is unpaid after the last retry, or canceled where the account says so', async () => {
    const id = await subscribe(emulator, shop, { ...GOOD_CARD, number: '4000 0000 0000 0341' });
    await emulator.advanceToISO('2027-01-07T11:00:00Z');
    expect(await statusOf(id)).toBe('unpaid');
    expect(await latestInvoice()).toMatchObject({
      status: 'open',
      attempt_count: 4,
      next_payment_attempt: null,
    });

    emulator.part.account.settings.afterRetries = 'cancel';
    const customer = await emulator.stripe.customers.create({ email: 'bob@example.com' });
    const other = await subscribe(
      emulator,
      { ...shop, customerId: customer.id },
      { ...GOOD_CARD, number: '4000 0000 0000 0341' },
    );
    await emulator.advanceDays(31 + 16);
    const ended = await emulator.stripe.subscriptions.retrieve(other);
    expect(ended.status).toBe('canceled');
    expect(ended.cancellation_details?.reason).toBe('payment_failed');
  });

  it('ends with its period when that was asked for, with the last usage billed', async () => {
    const id = await subscribe(emulator, shop);
    await emulator.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await emulator.advanceToISO('2026-12-22T00:00:00Z');
    await report(emulator, shop, 100_100);
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    expect(await statusOf(id)).toBe('canceled');
    expect(await latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 9005 });
    expect(inbox.types()).toContain('customer.subscription.deleted');
  });

  it('bills usage of a subscription cancelled at once only with invoice_now', async () => {
    const first = await subscribe(emulator, shop);
    await emulator.advanceDays(3);
    await report(emulator, shop, 10);
    await emulator.stripe.subscriptions.cancel(first);
    expect((await emulator.stripe.invoices.list({ subscription: first })).data).toEqual([]);
    const second = await subscribe(emulator, shop);
    await emulator.advanceDays(3);
    await report(emulator, shop, 10);
    await emulator.advanceDays(1);
    const canceled = await emulator.stripe.subscriptions.cancel(second, { invoice_now: true });
    expect(canceled.status).toBe('canceled');
    expect(await latestInvoice()).toMatchObject({ status: 'paid', total: 8995 });
  });

  it('holds a draft invoice until auto_advance is given back', async () => {
    await subscribe(emulator, shop);
    await emulator.advanceToISO('2026-12-23T10:00:00Z');
    const draft = await latestInvoice();
    await emulator.stripe.invoices.update(draft.id, { auto_advance: false });
    await emulator.advanceToISO('2026-12-24T10:00:00Z');
    expect(await latestInvoice()).toMatchObject({ status: 'draft', next_payment_attempt: null });
    await emulator.stripe.billing.meterEvents.create({
      event_name: 'tollgate_calls_standard',
      timestamp: Date.parse('2026-12-23T09:59:59Z') / 1000,
      payload: { stripe_customer_id: shop.customerId, value: '100020' },
    });
    await emulator.stripe.invoices.finalizeInvoice(draft.id, { auto_advance: true });
    await emulator.world.settle();
    expect(await latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 8997 });
  });
});
