import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpRecorder,
  type RecordedRequest,
  type ScriptedAnswer,
  startRecorder,
} from '../../testing/http-recorder';
import type { PaidProduct } from '../domain/catalog/product';
import type { PaymentProvider } from '../ports/payment-provider';
import type { CheckoutInput } from '../ports/provider-checkout';
import { createStripeClient } from './client';
import { createStripePayments } from './payments';

const BASIC: PaidProduct = {
  id: 'basic',
  displayName: 'Basic',
  description: null,
  pricingModelType: 'Tier',
  currency: 'usd',
  recurring: { interval: 'month', intervalCount: 1 },
  prices: { unit: { currency: 'usd', unitAmount: 1495, quota: null } },
  qualityOfService: { rateLimit: null, quota: null },
};
const PAYG: PaidProduct = {
  ...BASIC,
  id: 'payg',
  pricingModelType: 'Metered',
  prices: { metered: { currency: 'usd', unitAmount: 15 } },
};
const RECURRING = { interval: 'month', interval_count: 1, meter: null };
const BASIC_PRICE = {
  id: 'price_basic',
  object: 'price',
  currency: 'usd',
  billing_scheme: 'per_unit',
  unit_amount: 1495,
  unit_amount_decimal: '1495',
  recurring: { ...RECURRING, usage_type: 'licensed' },
};
const PAYG_PRICE = {
  ...BASIC_PRICE,
  id: 'price_payg',
  unit_amount: null,
  unit_amount_decimal: '0.15',
  recurring: { ...RECURRING, usage_type: 'metered', meter: 'mtr_1' },
};
const SESSION = {
  id: 'cs_test_1',
  object: 'checkout.session',
  status: 'open',
  url: 'https://checkout.test/1',
  expires_at: 1_763_895_600,
  client_reference_id: 'sub-1',
  subscription: null,
};
const INPUT: CheckoutInput = {
  product: BASIC,
  customerId: 'cus_1',
  userId: 'user-1',
  subscriptionId: 'sub-1',
  subscriptionName: 'My key',
  attempt: 2,
  successUrl: 'https://tollgate.test/checkout/success',
  cancelUrl: 'https://tollgate.test/checkout/cancel',
  expiresAt: new Date(1_763_895_600_000),
};

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function stripeAnswering(
  answer: (request: RecordedRequest, index: number) => ScriptedAnswer,
): Promise<PaymentProvider> {
  recorder = await startRecorder(answer);
  const settings = { secretKey: 'sk_test_1', apiBase: recorder.url, webhookSecrets: [] };
  return createStripePayments(createStripeClient(settings), settings);
}

const listOf = (...data: object[]) => ({ object: 'list', has_more: false, url: '/', data });
const refusal = (message: string, code?: string) => ({
  error: { type: 'invalid_request_error', message, ...(code ? { code } : {}) },
});

describe('a checkout', () => {
  const shop = (price: object) =>
    stripeAnswering(({ path }) => ({ json: path === '/v1/prices' ? listOf(price) : SESSION }));

  it('asks for a card, names everything twice and repeats under one key', async () => {
    const payments = await shop(BASIC_PRICE);
    await expect(payments.startCheckout(INPUT)).resolves.toEqual({
      id: 'cs_test_1',
      state: 'open',
      url: 'https://checkout.test/1',
      expiresAt: INPUT.expiresAt,
      subscriptionId: 'sub-1',
      providerSubscriptionId: null,
    });
    const sent = recorder.requests.at(-1);
    expect(sent?.headers['idempotency-key']).toBe('checkout:sub-1:2');
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      mode: 'subscription',
      customer: 'cus_1',
      client_reference_id: 'sub-1',
      'line_items[0][price]': 'price_basic',
      'line_items[0][quantity]': '1',
      'allowed_payment_method_types[0]': 'card',
      payment_method_collection: 'always',
      'metadata[apim_user_id]': 'user-1',
      'metadata[product_id]': 'basic',
      'metadata[subscription_name]': 'My key',
      'metadata[subscription_id]': 'sub-1',
      'subscription_data[metadata][apim_user_id]': 'user-1',
      'subscription_data[metadata][product_id]': 'basic',
      'subscription_data[metadata][subscription_name]': 'My key',
      'subscription_data[metadata][subscription_id]': 'sub-1',
      'subscription_data[billing_mode][type]': 'flexible',
      success_url: 'https://tollgate.test/checkout/success?session_id={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://tollgate.test/checkout/cancel',
      expires_at: '1763895600',
    });
  });

  it('of a metered product has no quantity', async () => {
    const payments = await shop(PAYG_PRICE);
    await payments.startCheckout({ ...INPUT, product: PAYG });
    expect(recorder.requests.at(-1)?.body).not.toContain('quantity');
  });

  it('is refused with what to do when the price is not there', async () => {
    const payments = await stripeAnswering(() => ({ json: listOf() }));
    await expect(payments.startCheckout(INPUT)).rejects.toMatchObject({
      code: 'not-provisioned',
      message: expect.stringContaining('npm run catalog -- apply'),
    });
  });

  it('is refused when Stripe would charge something else than the catalog says', async () => {
    const payments = await shop({ ...BASIC_PRICE, unit_amount: 1500, unit_amount_decimal: '1500' });
    await expect(payments.startCheckout(INPUT)).rejects.toMatchObject({ code: 'not-provisioned' });
  });

  it('looks the price up once for many buyers', async () => {
    const payments = await shop(BASIC_PRICE);
    await payments.startCheckout(INPUT);
    await payments.startCheckout({ ...INPUT, attempt: 3 });
    expect(recorder.requests.filter(({ path }) => path === '/v1/prices')).toHaveLength(1);
  });

  it('asked for with other details under the same attempt is a conflict', async () => {
    const payments = await stripeAnswering(({ path }) =>
      path === '/v1/prices'
        ? { json: listOf(BASIC_PRICE) }
        : { status: 400, json: { error: { type: 'idempotency_error', message: 'other' } } },
    );
    await expect(payments.startCheckout(INPUT)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['../customers', 'cs_test_1?x=1', 'sub_1', ''])(
    'is never looked for under an id that is none: "%s"',
    async (id) => {
      const payments = await stripeAnswering(() => ({ json: SESSION }));
      await expect(payments.readCheckout(id)).resolves.toBeNull();
      expect(recorder.requests).toHaveLength(0);
    },
  );

  it('that was paid already needs no closing', async () => {
    const payments = await stripeAnswering(({ method }) =>
      method === 'POST'
        ? { status: 400, json: refusal('Only Checkout Sessions with a status in ["open"]') }
        : { json: { ...SESSION, status: 'complete' } },
    );
    await expect(payments.expireCheckout('cs_test_1')).resolves.toBeUndefined();
  });
});

describe('a usage report', () => {
  const report = {
    productId: PAYG.id,
    customerId: 'cus_1',
    identifier: 'sub-1:1763892000',
    timestamp: new Date(1_763_892_000_999),
    callsInPeriod: 1234,
  };

  it('reports the total of the period as a whole number at a whole second', async () => {
    const payments = await stripeAnswering(() => ({ json: { object: 'billing.meter_event' } }));
    await expect(payments.reportUsage(report)).resolves.toBe('accepted');
    expect(Object.fromEntries(new URLSearchParams(recorder.requests[0]?.body))).toEqual({
      event_name: 'tollgate_calls_payg',
      identifier: 'sub-1:1763892000',
      timestamp: '1763892000',
      'payload[stripe_customer_id]': 'cus_1',
      'payload[value]': '1234',
    });
  });

  it('that Stripe has already counts as delivered', async () => {
    const payments = await stripeAnswering(() => ({
      status: 400,
      json: refusal('An event already exists with identifier sub-1:1763892000.'),
    }));
    await expect(payments.reportUsage(report)).resolves.toBe('already-known');
  });

  it('that can never be accepted says so', async () => {
    const payments = await stripeAnswering(() => ({
      status: 400,
      json: refusal('The timestamp is too far in the past.'),
    }));
    await expect(payments.reportUsage(report)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('too far in the past'),
    });
  });

  it.each([-1, 1.5, Number.NaN, 1e15])('of %s calls is never sent', async (callsInPeriod) => {
    const payments = await stripeAnswering(() => ({ json: {} }));
    await expect(payments.reportUsage({ ...report, callsInPeriod })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(recorder.requests).toHaveLength(0);
  });
});

describe('failures of Stripe', () => {
  it('name the key setting when the key is wrong', async () => {
    const payments = await stripeAnswering(() => ({
      status: 401,
      json: { error: { type: 'invalid_request_error', message: 'Invalid API Key' } },
    }));
    await expect(payments.readSubscription('sub_1')).rejects.toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining('STRIPE_SECRET_KEY'),
    });
  });

  it('are worth another try otherwise', async () => {
    const payments = await stripeAnswering(() => ({
      status: 500,
      headers: { 'stripe-should-retry': 'false' },
      json: { error: { type: 'api_error', message: 'oh' } },
    }));
    await expect(payments.readInvoice('in_1')).rejects.toMatchObject({ code: 'upstream-failed' });
  });

  it('do not make something that is not there an error', async () => {
    const payments = await stripeAnswering(() => ({
      status: 404,
      json: refusal('No such thing', 'resource_missing'),
    }));
    await expect(payments.readSubscription('sub_1')).resolves.toBeNull();
    await expect(payments.readInvoice('in_1')).resolves.toBeNull();
    await expect(payments.readCheckout('cs_test_1')).resolves.toBeNull();
    await expect(payments.cancelSubscription('sub_1')).resolves.toBeUndefined();
  });
});
