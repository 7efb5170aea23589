import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STANDARD, type StripeShop, startStripeShop } from '../../testing/stripe-shop';

const START = '2026-11-23T10:00:00Z';
const PERIOD = { start: new Date(START), end: new Date('2026-12-23T10:00:00Z') };

let shop: StripeShop;

beforeAll(async () => {
  shop = await startStripeShop({ clock: START });
});

afterAll(() => shop?.emulators.stop());

describe('a subscription', () => {
  it('is billed at $109.95 for 120,000 calls, deferred until its last usage is in', async () => {
    const { customerId, providerId } = await shop.subscribed();
    await expect(shop.payments.readSubscription(providerId)).resolves.toMatchObject({
      subscriptionId: 'sub-ours',
      productId: 'standard',
      customerId,
      status: 'active',
      endReason: null,
      cancelAt: null,
      payUrl: null,
    });
    const { period } = (await shop.payments.readSubscription(providerId)) ?? {};
    if (!period) throw new Error('A live subscription has a period.');

    await shop.emulators.control('clock', {
      to: new Date(period.end.getTime() + 60_000).toISOString(),
    });
    const [draft] = await shop.payments.listInvoices(providerId);
    expect(draft).toMatchObject({ state: 'draft', isRenewal: true, usagePeriod: period });
    if (!draft) throw new Error('A renewal makes an invoice.');
    const until = new Date(period.end.getTime() + 48 * 3_600_000);
    await expect(shop.payments.deferFinalization(draft.id, until)).resolves.toBe('deferred');
    await shop.emulators.control('clock', { advance: 'PT3H' });
    await expect(shop.payments.readInvoice(draft.id)).resolves.toMatchObject({
      state: 'draft',
      deferredByUs: true,
    });

    const report = {
      productId: STANDARD.id,
      customerId,
      identifier: 'sub-ours:1',
      timestamp: new Date(period.end.getTime() - 1000),
      callsInPeriod: 120_000,
    };
    await expect(shop.payments.reportUsage(report)).resolves.toBe('accepted');
    await expect(shop.payments.reportUsage(report)).resolves.toBe('already-known');
    await shop.emulators.control('clock', { advance: 'PT1H' });
    const reported = { productId: STANDARD.id, customerId, period };
    await expect(shop.payments.readReportedUsage(reported)).resolves.toBe(120_000);

    await shop.payments.releaseInvoice(draft.id);
    await shop.payments.releaseInvoice(draft.id);
    await shop.emulators.control('clock', { advance: 'PT2H' });
    await expect(shop.payments.readInvoice(draft.id)).resolves.toMatchObject({
      state: 'paid',
      totalMinor: 10_995,
      currency: 'usd',
      deferredByUs: false,
      number: expect.stringMatching(/\S/),
      viewUrl: expect.stringMatching(/^http/),
      providerSubscriptionId: providerId,
    });
    await expect(shop.payments.deferFinalization(draft.id, until)).resolves.toBe('not-draft');
  });

  it('can be set to end with its period, and resumed', async () => {
    const { providerId } = await shop.subscribed();
    await shop.payments.setCancelAtPeriodEnd(providerId, true);
    const ending = await shop.payments.readSubscription(providerId);
    expect(ending).toMatchObject({ status: 'active', cancelAt: ending?.period?.end });
    await shop.payments.setCancelAtPeriodEnd(providerId, false);
    await expect(shop.payments.readSubscription(providerId)).resolves.toMatchObject({
      cancelAt: null,
    });
  });

  it('that is cancelled now bills what was reported, once', async () => {
    const { customerId, providerId } = await shop.subscribed();
    await shop.payments.reportUsage({
      productId: STANDARD.id,
      customerId,
      identifier: 'cancelled:1',
      timestamp: await shop.now(),
      callsInPeriod: 100_100,
    });
    await shop.emulators.control('clock', { advance: 'PT1H' });
    await shop.payments.cancelSubscription(providerId);
    await shop.payments.cancelSubscription(providerId);
    await shop.emulators.control('clock', { advance: 'PT2H' });
    await expect(shop.payments.readSubscription(providerId)).resolves.toMatchObject({
      status: 'canceled',
      endReason: 'requested',
      endedAt: expect.any(Date),
    });
    await expect(shop.payments.setCancelAtPeriodEnd(providerId, true)).rejects.toMatchObject({
      code: 'conflict',
    });
    const billed = (await shop.payments.listInvoices(providerId)).filter(
      (one) => one.totalMinor > 0,
    );
    expect(billed.map((one) => one.totalMinor)).toEqual([9005]);
  });

  it('whose renewal is declined shows where to pay, and is active again once it is paid', async () => {
    const { customerId, providerId } = await shop.subscribed();
    const { period } = (await shop.payments.readSubscription(providerId)) ?? {};
    if (!period) throw new Error('A live subscription has a period.');
    await shop.emulators.control('cards', { customer: customerId, decline: true });
    await shop.emulators.control('clock', {
      to: new Date(period.end.getTime() + 7_200_000).toISOString(),
    });
    const behind = await shop.payments.readSubscription(providerId);
    expect(behind).toMatchObject({
      status: 'past_due',
      endReason: null,
      payUrl: expect.stringMatching(/^http/),
    });
    const [unpaid] = await shop.payments.listInvoices(providerId);
    expect(unpaid).toMatchObject({ state: 'open', totalMinor: 8995, viewUrl: behind?.payUrl });

    await shop.emulators.control('cards', { customer: customerId, decline: false });
    await shop.stripe.invoices.pay(unpaid?.id ?? '');
    await expect(shop.payments.readSubscription(providerId)).resolves.toMatchObject({
      status: 'active',
      payUrl: null,
    });
  });

  it('that does not exist is not found', async () => {
    await expect(shop.payments.readSubscription('sub_nothing')).resolves.toBeNull();
    await expect(shop.payments.cancelSubscription('sub_nothing')).resolves.toBeUndefined();
  });
});

describe('the reported usage', () => {
  it('is none before anything is reported', async () => {
    const customerId = await shop.newCustomer();
    await expect(
      shop.payments.readReportedUsage({ productId: STANDARD.id, customerId, period: PERIOD }),
    ).resolves.toBe(0);
  });

  it('that Stripe can never accept is rejected permanently', async () => {
    await expect(
      shop.payments.reportUsage({
        productId: STANDARD.id,
        customerId: await shop.newCustomer(),
        identifier: 'late:1',
        timestamp: new Date('2026-01-01T00:00:00Z'),
        callsInPeriod: 1,
      }),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });
});
