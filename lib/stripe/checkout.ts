import type Stripe from 'stripe';
import { AppError } from '../kit/app-error';
import { idempotencyKey, METADATA } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { Checkout, CheckoutInput } from '../ports/provider-checkout';
import type { StripeClient } from './client';
import { callStripe, isMissing, isRefusal } from './errors';
import type { StripePrices } from './prices';

type CheckoutMethods = Pick<PaymentProvider, 'startCheckout' | 'readCheckout' | 'expireCheckout'>;

export function createCheckouts(client: StripeClient, prices: StripePrices): CheckoutMethods {
  return {
    startCheckout: (input) =>
      callStripe('open the checkout', async () => {
        const price = await prices.priceOf(input.product);
        const session = await client().checkout.sessions.create(sessionParams(input, price), {
          // The caller hands in the same expiry on a repeat, so that the parameters are the same too.
          idempotencyKey: idempotencyKey.checkout(input.subscriptionId, input.attempt),
        });
        return toCheckout(session);
      }),

    readCheckout: (checkoutId) =>
      callStripe('read the checkout', async () => {
        const session = await findSession(client, checkoutId);
        return session && toCheckout(session);
      }),

    expireCheckout: (checkoutId) =>
      callStripe('close the checkout', async () => {
        try {
          await client().checkout.sessions.expire(checkoutId);
        } catch (error) {
          if (!isRefusal(error) && !isMissing(error)) throw error;
          // Only an open session can be expired: one that is paid, expired or gone is what was wanted.
          const session = await findSession(client, checkoutId);
          if (session?.status === 'open') throw error;
        }
      }),
  };
}

function sessionParams(
  input: CheckoutInput,
  price: Stripe.Price,
): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    [METADATA.userId]: input.userId,
    [METADATA.productId]: input.product.id,
    [METADATA.subscriptionName]: input.subscriptionName,
    [METADATA.subscriptionId]: input.subscriptionId,
  };
  const isMetered = price.recurring?.usage_type === 'metered';
  return {
    mode: 'subscription',
    customer: input.customerId,
    client_reference_id: input.subscriptionId,
    // Stripe refuses a quantity where usage decides it, and demands one where it does not.
    line_items: [isMetered ? { price: price.id } : { price: price.id, quantity: 1 }],
    allowed_payment_method_types: ['card'],
    // A metered plan costs nothing today; the card is wanted all the same.
    payment_method_collection: 'always',
    metadata,
    subscription_data: { metadata, billing_mode: { type: 'flexible' } },
    success_url: withSessionId(input.successUrl),
    cancel_url: input.cancelUrl,
    expires_at: Math.floor(input.expiresAt.getTime() / 1000),
  };
}

/** Stripe replaces the braces literally, so they must not be percent-encoded. */
function withSessionId(successUrl: string): string {
  if (successUrl.includes('{CHECKOUT_SESSION_ID}')) return successUrl;
  return `${successUrl}${successUrl.includes('?') ? '&' : '?'}session_id={CHECKOUT_SESSION_ID}`;
}

async function findSession(
  client: StripeClient,
  checkoutId: string,
): Promise<Stripe.Checkout.Session | null> {
  // The id comes back through the buyer's browser.
  if (!/^cs_\w{1,250}$/.test(checkoutId)) return null;
  try {
    return await client().checkout.sessions.retrieve(checkoutId);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function toCheckout(session: Stripe.Checkout.Session): Checkout {
  const { subscription } = session;
  return {
    id: session.id,
    state: toState(session),
    url: session.status === 'open' ? session.url : null,
    expiresAt: new Date(session.expires_at * 1000),
    subscriptionId:
      session.client_reference_id ?? session.metadata?.[METADATA.subscriptionId] ?? null,
    providerSubscriptionId:
      typeof subscription === 'string' ? subscription : (subscription?.id ?? null),
  };
}

function toState(session: Stripe.Checkout.Session): Checkout['state'] {
  switch (session.status) {
    case 'open':
      return 'open';
    case 'complete':
      return 'complete';
    case 'expired':
      return 'expired';
    default:
      // Guessing "expired" would let a second checkout be paid; guessing "complete" would give away access.
      throw new AppError(
        'upstream-failed',
        `Stripe calls checkout ${session.id} "${session.status}".`,
      );
  }
}
