import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRecorder } from '../../testing/http-recorder';
import { STANDARD, type StripeShop, startStripeShop } from '../../testing/stripe-shop';
import type { PaidProduct } from '../domain/catalog/product';
import { OURS } from '../kit/wire-names';
import type { CheckoutInput } from '../ports/provider-checkout';
import { STRIPE_API_VERSION } from './client';
import { createStripePayments } from './payments';

const UNSOLD: PaidProduct = { ...STANDARD, id: 'unsold' };

let shop: StripeShop;

beforeAll(async () => {
  shop = await startStripeShop({ clock: '2026-11-23T10:00:00Z' });
});

afterAll(() => shop?.emulators.stop());

describe('a customer', () => {
  it('is one, however often it is made and however its maker spells out the moment', async () => {
    const input = { ourId: 'ours', userId: 'u', email: 'grace@example.com', name: 'Grace' };
    const both = await Promise.all([
      shop.payments.createCustomer(input),
      shop.payments.createCustomer(input),
    ]);
    expect(both[0]).toEqual(both[1]);
    await expect(shop.payments.createCustomer({ ...input, name: 'Grace H.' })).resolves.toEqual(
      both[0],
    );
    const other = await shop.payments.createCustomer({ ...input, ourId: 'second' });
    expect(other).not.toEqual(both[0]);
  });
});

describe('a checkout', () => {
  async function input(): Promise<CheckoutInput> {
    const customerId = await shop.newCustomer();
    return {
      product: STANDARD,
      customerId,
      userId: 'user-1',
      subscriptionId: `sub-${customerId}`,
      subscriptionName: 'My key',
      attempt: 1,
      successUrl: 'http://localhost:3000/checkout/success?session_id={CHECKOUT_SESSION_ID}',
      cancelUrl: 'http://localhost:3000/checkout/cancel',
      expiresAt: new Date((await shop.now()).getTime() + 3_600_000),
    };
  }

  it('is one for one attempt, and another for the next', async () => {
    const first = await input();
    const checkout = await shop.payments.startCheckout(first);
    expect(checkout).toMatchObject({
      state: 'open',
      url: expect.stringMatching(/^http/),
      expiresAt: first.expiresAt,
      subscriptionId: first.subscriptionId,
      providerSubscriptionId: null,
    });
    await expect(shop.payments.startCheckout(first)).resolves.toEqual(checkout);
    const next = await shop.payments.startCheckout({ ...first, attempt: 2 });
    expect(next.id).not.toBe(checkout.id);
    await expect(
      shop.payments.startCheckout({ ...first, subscriptionName: 'Other' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that is closed cannot be paid, and closing it again is harmless', async () => {
    const { id } = await shop.payments.startCheckout(await input());
    await shop.payments.expireCheckout(id);
    await shop.payments.expireCheckout(id);
    await expect(shop.payments.readCheckout(id)).resolves.toMatchObject({
      state: 'expired',
      url: null,
    });
  });

  it('of a product that nobody provisioned says what to do', async () => {
    await expect(
      shop.payments.startCheckout({ ...(await input()), product: UNSOLD }),
    ).rejects.toMatchObject({ code: 'not-provisioned' });
  });

  it('that does not exist is none', async () => {
    await expect(shop.payments.readCheckout('cs_test_nothing')).resolves.toBeNull();
  });
});

describe('the billing portal', () => {
  it('opens with our own configuration once there is one', async () => {
    const customerId = await shop.newCustomer();
    const input = { customerId, returnUrl: 'http://localhost:3000/account' };
    await expect(shop.payments.openCustomerPortal(input)).rejects.toMatchObject({
      code: 'not-provisioned',
    });
    await shop.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
      metadata: OURS,
    });
    const { url } = await shop.payments.openCustomerPortal(input);
    expect(url).toMatch(/^http/);
  });
});

describe('a delivery', () => {
  it('from Stripe is believed, at the time of its world', async () => {
    const inbox = await startRecorder(() => ({}));
    const endpoint = await shop.stripe.webhookEndpoints.create({
      url: `${inbox.url}/hook`,
      enabled_events: ['customer.subscription.created'],
      api_version: STRIPE_API_VERSION,
    });
    const { customerId, providerId } = await shop.subscribed();
    await expect.poll(() => inbox.requests.length).toBeGreaterThan(0);
    await inbox.close();
    const [delivered] = inbox.requests;
    const believing = createStripePayments(() => shop.stripe, {
      webhookSecrets: ['whsec_other', endpoint.secret ?? ''],
    });
    await expect(
      believing.verifyEvent({
        rawBody: delivered?.body ?? '',
        signature: String(delivered?.headers['stripe-signature']),
        receivedAt: await shop.now(),
      }),
    ).resolves.toMatchObject({
      type: 'customer.subscription.created',
      objectId: providerId,
      providerSubscriptionId: providerId,
      customerId,
    });
  });
});
