import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STANDARD, type StripeShop, startStripeShop } from '../../testing/stripe-shop';
import type { PaymentProvider } from '../ports/payment-provider';
import { createStripeClient } from './client';
import { createStripePayments } from './payments';

const START = '2026-11-23T10:00:00Z';
const PERIOD = { start: new Date('2026-11-20T10:00:00Z'), end: new Date('2026-12-20T10:00:00Z') };
const KEY = 'sk_test_adapter00';

/** The contract of the port's `reportUsage`, for both ways that Stripe has. */
describe.each(['event by event', 'through the stream'])('usage reported %s', (way) => {
  let shop: StripeShop;
  let payments: PaymentProvider;
  /** Tokens of the sessions that were opened. */
  let sessions: string[];

  beforeAll(async () => {
    shop = await startStripeShop({ clock: START });
  });
  afterAll(() => shop?.emulators.stop());
  beforeEach(() => {
    sessions = [];
    const clientOf = (secretKey: string) =>
      createStripeClient({ secretKey, apiBase: shop.emulators.stripeUrl });
    const openMeterSession = (token: string) => {
      sessions.push(token);
      return clientOf(token);
    };
    payments = createStripePayments(clientOf(KEY), {
      webhookSecrets: ['whsec_unused'],
      ...(way === 'through the stream' ? { openMeterSession } : {}),
    });
  });

  const report = (customerId: string, callsInPeriod: number, second: number) => ({
    productId: STANDARD.id,
    customerId,
    identifier: `${customerId}:${second}`,
    timestamp: new Date(Date.parse('2026-11-22T10:00:00Z') + second * 1000),
    callsInPeriod,
  });
  const reported = (customerId: string) =>
    payments.readReportedUsage({ productId: STANDARD.id, customerId, period: PERIOD });

  it('the latest total counts, in whatever order they arrive', async () => {
    const customerId = await shop.newCustomer();
    await payments.reportUsage(report(customerId, 300, 3));
    await payments.reportUsage(report(customerId, 100, 1));
    await payments.reportUsage(report(customerId, 200, 2));
    expect(await reported(customerId)).toBe(300);
  });

  it('a report that is sent again changes nothing', async () => {
    const customerId = await shop.newCustomer();
    expect(await payments.reportUsage(report(customerId, 640, 1))).toBe('accepted');
    expect(['accepted', 'already-known']).toContain(
      await payments.reportUsage(report(customerId, 640, 1)),
    );
    expect(await reported(customerId)).toBe(640);
  });

  it('many at once all arrive', async () => {
    const customers = await Promise.all(Array.from({ length: 120 }, () => shop.newCustomer()));
    await Promise.all(
      customers.map((customerId, n) => payments.reportUsage(report(customerId, n + 1, 1))),
    );
    const totals = await Promise.all(customers.map(reported));
    expect(totals).toEqual(customers.map((_, n) => n + 1));
    expect(sessions.length).toBeLessThanOrEqual(1);
  });

  it('one that is no number of calls is refused alone', async () => {
    const customerId = await shop.newCustomer();
    const outcomes = await Promise.allSettled([
      payments.reportUsage(report(customerId, 50, 1)),
      payments.reportUsage(report(customerId, -1, 2)),
      payments.reportUsage({ ...report(customerId, 60, 3), identifier: 'x'.repeat(101) }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes[2]).toMatchObject({ reason: { code: 'bad-request' } });
    expect(await reported(customerId)).toBe(50);
  });

  it('continues when the session has ended', async () => {
    const customerId = await shop.newCustomer();
    await payments.reportUsage(report(customerId, 1, 1));
    await shop.emulators.control('clock', { advance: 'PT20M' });
    await payments.reportUsage(report(customerId, 2, 2));
    expect(await reported(customerId)).toBe(2);
    expect(new Set(sessions).size).toBe(way === 'through the stream' ? 2 : 0);
  });

  it('a server that fails once is retried, and nothing is counted twice', async () => {
    const customerId = await shop.newCustomer();
    await payments.reportUsage(report(customerId, 1, 1));
    const path = way === 'through the stream' ? '/v2/billing/*' : '/v1/billing/meter_events';
    await shop.emulators.control('faults', { kind: 'drop-after', path, times: 1 });
    await payments.reportUsage(report(customerId, 5, 2));
    expect(await reported(customerId)).toBe(5);
  });
});
