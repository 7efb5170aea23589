import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpRecorder,
  type RecordedRequest,
  startRecorder,
} from '../../testing/http-recorder';
import { createStripeClient } from './client';
import { createSubscriptions } from './subscriptions';

const START = 1_763_000_000;
const END = 1_765_000_000;
const ACTIVE = {
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  customer: 'cus_1',
  start_date: START,
  trial_end: null,
  cancel_at: null,
  cancel_at_period_end: false,
  ended_at: null,
  cancellation_details: { reason: null },
  metadata: { subscription_id: 'sub-1', product_id: 'basic' },
  latest_invoice: {
    id: 'in_1',
    object: 'invoice',
    status: 'paid',
    hosted_invoice_url: 'https://i/1',
  },
  livemode: false,
  currency: 'usd',
  items: {
    data: [
      {
        price: { id: 'price_1' },
        quantity: 1,
        current_period_start: START,
        current_period_end: END,
      },
    ],
  },
};

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function reading(subscription: object, openInvoices: object[] = []) {
  recorder = await startRecorder(({ path }: RecordedRequest) => ({
    json:
      path === '/v1/invoices'
        ? { object: 'list', has_more: false, url: '/v1/invoices', data: openInvoices }
        : subscription,
  }));
  const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
  return createSubscriptions(client).readSubscription('sub_1');
}

describe('a subscription', () => {
  it('is described in our own terms', async () => {
    await expect(reading(ACTIVE)).resolves.toEqual({
      providerId: 'sub_1',
      subscriptionId: 'sub-1',
      productId: 'basic',
      prices: {
        account: 'test',
        currency: 'usd',
        items: [{ priceId: 'price_1', quantity: 1 }],
      },
      productSince: null,
      planCredit: null,
      customerId: 'cus_1',
      status: 'active',
      endReason: null,
      period: { start: new Date(START * 1000), end: new Date(END * 1000) },
      startedAt: new Date(START * 1000),
      trialEnd: null,
      cancelAt: null,
      endedAt: null,
      next: null,
      payUrl: null,
    });
  });

  it('keeps an unknown status', async () => {
    await expect(reading({ ...ACTIVE, status: 'hibernating' })).resolves.toMatchObject({
      status: 'hibernating',
    });
  });

  it('of somebody else has no id of ours', async () => {
    await expect(reading({ ...ACTIVE, metadata: {} })).resolves.toMatchObject({
      subscriptionId: null,
      productId: null,
    });
  });

  it('that is to end with its period says when', async () => {
    await expect(reading({ ...ACTIVE, cancel_at_period_end: true })).resolves.toMatchObject({
      cancelAt: new Date(END * 1000),
    });
  });

  it.each([
    ['payment_failed', 'payment-failed'],
    ['payment_disputed', 'payment-failed'],
    ['cancellation_requested', 'requested'],
    [null, 'requested'],
  ])('that ended for %s ended as %s', async (reason, endReason) => {
    const ended = { ...ACTIVE, status: 'canceled', cancellation_details: { reason } };
    await expect(reading(ended)).resolves.toMatchObject({ endReason });
  });

  it('that is behind shows where the newest open invoice is paid', async () => {
    const latest_invoice = { ...ACTIVE.latest_invoice, status: 'open' };
    await expect(reading({ ...ACTIVE, status: 'past_due', latest_invoice })).resolves.toMatchObject(
      {
        payUrl: 'https://i/1',
      },
    );
  });

  it('that is unpaid finds the open invoice behind a newer draft', async () => {
    const latest_invoice = { ...ACTIVE.latest_invoice, status: 'draft' };
    const open = [{ id: 'in_0', object: 'invoice', hosted_invoice_url: 'https://i/0' }];
    await expect(
      reading({ ...ACTIVE, status: 'unpaid', latest_invoice }, open),
    ).resolves.toMatchObject({ payUrl: 'https://i/0' });
  });
});

describe('cancelling', () => {
  it.each([
    ['bills what was reported and not yet billed', undefined, 'true'],
    ['leaves that when it is told so', { billsUsage: false }, 'false'],
  ])('%s', async (_what, options, invoiceNow) => {
    recorder = await startRecorder(() => ({ json: ACTIVE }));
    const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
    await createSubscriptions(client).cancelSubscription('sub_1', options);
    const [sent] = recorder.requests;
    expect(sent?.method).toBe('DELETE');
    const params = new URLSearchParams(sent?.body || sent?.query);
    expect(Object.fromEntries(params)).toEqual({ invoice_now: invoiceNow, prorate: 'false' });
  });

  it('again is harmless, and a refusal of a live one is not', async () => {
    let status = 'canceled';
    recorder = await startRecorder(({ method }) =>
      method === 'DELETE'
        ? { status: 400, json: { error: { type: 'invalid_request_error', message: 'no' } } }
        : { json: { ...ACTIVE, status } },
    );
    const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
    const { cancelSubscription } = createSubscriptions(client);
    await expect(cancelSubscription('sub_1')).resolves.toBeUndefined();
    status = 'active';
    await expect(cancelSubscription('sub_1')).rejects.toMatchObject({ code: 'upstream-refused' });
  });
});
