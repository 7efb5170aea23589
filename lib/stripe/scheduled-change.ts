import type Stripe from 'stripe';
import { AppError } from '../kit/app-error';
import { METADATA } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderSubscription } from '../ports/provider-subscription';
import type { StripeClient } from './client';
import { callStripe } from './errors';
import { leaveSchedule } from './leave-schedule';
import { productMetadata } from './plan-change';
import type { StripePrices } from './prices';

/**
 * A change of plan when the period ends: a subscription schedule whose second phase has the new price. Its metadata
 * reaches the subscription together with the price, so what is read then says both.
 */
export function createScheduledChanges(
  client: StripeClient,
  prices: StripePrices,
): Pick<PaymentProvider, 'schedulePlanChange' | 'cancelScheduledChange'> {
  return {
    schedulePlanChange: (change) =>
      callStripe('schedule the change', async () => {
        const subscription = await client().subscriptions.retrieve(change.providerId);
        const item = subscription.items.data[0];
        if (!item) throw new AppError('conflict', 'This subscription has no price at Stripe.');
        const price = await prices.priceOf(change.to);
        const { recurring } = price;
        if (!recurring) throw new AppError('conflict', 'This price is not a subscription’s.');
        const at = new Date(item.current_period_end * 1000);
        await client().subscriptionSchedules.update(await scheduleOf(client, subscription), {
          end_behavior: 'release',
          proration_behavior: 'none',
          phases: [
            {
              items: [{ price: item.price.id, ...quantityOf(item.price) }],
              start_date: item.current_period_start,
              end_date: item.current_period_end,
              proration_behavior: 'none',
            },
            {
              items: [{ price: price.id, ...quantityOf(price) }],
              duration: {
                interval: recurring.interval,
                interval_count: recurring.interval_count,
              },
              proration_behavior: 'none',
              metadata: productMetadata({ to: change.to, at }),
            },
          ],
        });
        return { at };
      }),

    cancelScheduledChange: (providerId) =>
      callStripe('cancel the scheduled change', async () => {
        await leaveSchedule(client, providerId);
      }),
  };
}

/** The product that a subscription gets by itself later on, read from its (expanded) schedule. */
export function scheduledProduct(subscription: Stripe.Subscription): ProviderSubscription['next'] {
  const { schedule, metadata } = subscription;
  if (!schedule || typeof schedule === 'string') return null;
  const phase = schedule.phases.at(-1);
  const productId = phase?.metadata?.[METADATA.productId];
  if (!phase || !productId || productId === metadata[METADATA.productId]) return null;
  return { productId, at: new Date(phase.start_date * 1000) };
}

/** The one that it has (another change, or one of price), or a new one. */
async function scheduleOf(
  client: StripeClient,
  subscription: Stripe.Subscription,
): Promise<string> {
  const { schedule } = subscription;
  if (schedule) return typeof schedule === 'string' ? schedule : schedule.id;
  const made = await client().subscriptionSchedules.create({ from_subscription: subscription.id });
  return made.id;
}

function quantityOf(price: Stripe.Price): { quantity?: number } {
  return price.recurring?.usage_type === 'metered' ? {} : { quantity: 1 };
}
