import type Stripe from 'stripe';
import type { Period } from '../domain/usage/billing-period';
import { AppError } from '../kit/app-error';
import { METADATA } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderSubscription } from '../ports/provider-subscription';
import { accountOf } from './account';
import type { StripeClient } from './client';
import { callStripe, isMissing, isRefusal, pagesOf } from './errors';
import { leaveSchedule } from './leave-schedule';
import { planCreditOf } from './plan-change';
import { scheduledProduct } from './scheduled-change';

type SubscriptionMethods = Pick<
  PaymentProvider,
  | 'readSubscription'
  | 'listSubscriptions'
  | 'cancelSubscription'
  | 'setCancelAtPeriodEnd'
  | 'markProduct'
>;

export function createSubscriptions(client: StripeClient): SubscriptionMethods {
  return {
    readSubscription: (providerId) =>
      callStripe('read the subscription', async () => {
        const subscription = await findSubscription(client, providerId);
        if (!subscription) return null;
        return toSubscription(subscription, await payUrlOf(client, subscription));
      }),

    async *listSubscriptions() {
      const all = client().subscriptions.list({
        status: 'all',
        limit: 100,
        expand: ['data.latest_invoice', 'data.schedule'],
      });
      for await (const subscription of pagesOf('list the subscriptions', all)) {
        const latest = subscription.latest_invoice;
        yield toSubscription(
          subscription,
          latest && typeof latest !== 'string' && latest.status === 'open'
            ? (latest.hosted_invoice_url ?? null)
            : null,
        );
      }
    },

    cancelSubscription: (providerId, { billsUsage } = { billsUsage: true }) =>
      callStripe('cancel the subscription', async () => {
        try {
          // Without invoice_now, usage that was reported and not yet billed would never be.
          const how = { invoice_now: billsUsage, prorate: false };
          await client().subscriptions.cancel(providerId, how);
        } catch (error) {
          if (!isMissing(error) && !isRefusal(error)) throw error;
          const subscription = await findSubscription(client, providerId);
          if (subscription && !isEnded(subscription.status)) throw error;
        }
      }),

    markProduct: (providerId, productId) =>
      callStripe('name the product of the subscription', async () => {
        await client().subscriptions.update(providerId, {
          metadata: { [METADATA.productId]: productId },
        });
      }),

    setCancelAtPeriodEnd: (providerId, cancel) =>
      callStripe(cancel ? 'end the subscription' : 'keep the subscription', async () => {
        const update = () =>
          client().subscriptions.update(providerId, { cancel_at_period_end: cancel });
        try {
          await update();
        } catch (error) {
          if (!isMissing(error) && !isRefusal(error)) throw error;
          const subscription = await findSubscription(client, providerId);
          if (subscription?.schedule && (await leaveSchedule(client, providerId))) {
            await update();
            return;
          }
          if (subscription && !isEnded(subscription.status)) throw error;
          throw new AppError('conflict', 'This subscription has already ended.', { cause: error });
        }
      }),
  };
}

const isEnded = (status: string): boolean => ['canceled', 'incomplete_expired'].includes(status);

async function findSubscription(
  client: StripeClient,
  providerId: string,
): Promise<Stripe.Subscription | null> {
  try {
    return await client().subscriptions.retrieve(providerId, {
      expand: ['latest_invoice', 'schedule'],
    });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * The newest invoice is usually the one to pay. While a subscription is behind, the failed one can be hidden by newer
 * drafts, so the open ones are listed then.
 */
async function payUrlOf(
  client: StripeClient,
  subscription: Stripe.Subscription,
): Promise<string | null> {
  const latest = subscription.latest_invoice;
  if (latest && typeof latest !== 'string' && latest.status === 'open') {
    return latest.hosted_invoice_url ?? null;
  }
  if (['active', 'trialing', 'incomplete_expired'].includes(subscription.status)) return null;
  const open = await client().invoices.list({
    subscription: subscription.id,
    status: 'open',
    limit: 1,
  });
  return open.data[0]?.hosted_invoice_url ?? null;
}

function toSubscription(
  subscription: Stripe.Subscription,
  payUrl: string | null,
): ProviderSubscription {
  const { customer, metadata } = subscription;
  const period = periodOf(subscription);
  return {
    providerId: subscription.id,
    subscriptionId: metadata[METADATA.subscriptionId] ?? null,
    productId: metadata[METADATA.productId] ?? null,
    prices: {
      account: accountOf(subscription),
      currency: subscription.currency,
      items: subscription.items.data.map(({ price, quantity }) => ({
        priceId: price.id,
        quantity: quantity ?? 1,
      })),
    },
    productSince: sinceOf(metadata[METADATA.productSince]),
    planCredit: planCreditOf(metadata),
    next: scheduledProduct(subscription),
    customerId: typeof customer === 'string' ? customer : customer.id,
    status: subscription.status,
    endReason: endReasonOf(subscription),
    period,
    startedAt: fromSeconds(subscription.start_date),
    trialEnd: subscription.trial_end === null ? null : fromSeconds(subscription.trial_end),
    cancelAt: cancelAtOf(subscription, period),
    endedAt: subscription.ended_at === null ? null : fromSeconds(subscription.ended_at),
    payUrl,
  };
}

function sinceOf(seconds: string | undefined): Date | null {
  return seconds !== undefined && /^\d{1,12}$/.test(seconds) ? fromSeconds(Number(seconds)) : null;
}

/** Since 2025 the billing period is on the items; ours have one item. */
function periodOf(subscription: Stripe.Subscription): Period | null {
  const item = subscription.items.data[0];
  if (!item) return null;
  return {
    start: fromSeconds(item.current_period_start),
    end: fromSeconds(item.current_period_end),
  };
}

function endReasonOf(subscription: Stripe.Subscription): ProviderSubscription['endReason'] {
  if (subscription.status !== 'canceled') return null;
  const reason = subscription.cancellation_details?.reason;
  // A disputed charge is money that was not received.
  return reason === 'payment_failed' || reason === 'payment_disputed'
    ? 'payment-failed'
    : 'requested';
}

function cancelAtOf(subscription: Stripe.Subscription, period: Period | null): Date | null {
  if (subscription.cancel_at !== null) return fromSeconds(subscription.cancel_at);
  return subscription.cancel_at_period_end && period ? period.end : null;
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
