import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { OURS, priceLookupKey } from '../../kit/wire-names';

/**
 * Moves a subscription to today's price of its product from its next period on. It uses a schedule, because only that
 * bills the usage of the current period at the old price and the next one at the new; the schedule releases the
 * subscription when the next period has begun.
 */
export async function moveAtNextPeriod(
  stripe: Stripe,
  input: { subscription: Stripe.Subscription; product: PaidProduct },
): Promise<void> {
  const { subscription, product } = input;
  const [target] = (
    await stripe.prices.list({ lookup_keys: [priceLookupKey(product.id)], active: true, limit: 1 })
  ).data;
  if (!target) throw new Error(`There is no price ${priceLookupKey(product.id)} to move to.`);
  const item = subscription.items.data[0];
  if (!item) throw new Error(`Subscription ${subscription.id} has no item.`);
  // A schedule that an earlier run created and did not finish is finished.
  const scheduleId =
    idOf(subscription.schedule) ??
    (await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })).id;
  const { interval, intervalCount } = product.recurring;
  const quantity = item.quantity === undefined ? {} : { quantity: item.quantity };
  await stripe.subscriptionSchedules.update(scheduleId, {
    end_behavior: 'release',
    proration_behavior: 'none',
    metadata: OURS,
    phases: [
      {
        start_date: item.current_period_start,
        end_date: item.current_period_end,
        items: [{ price: item.price.id, ...quantity }],
        proration_behavior: 'none',
      },
      {
        items: [{ price: target.id, ...quantity }],
        duration: { interval, interval_count: intervalCount },
        proration_behavior: 'none',
      },
    ],
  });
}

/** The price that a subscription will have in the end; null when nothing is scheduled. */
export async function lastScheduledPrice(
  stripe: Stripe,
  subscription: Stripe.Subscription,
): Promise<string | null> {
  const id = idOf(subscription.schedule);
  if (!id) return null;
  const { phases } = await stripe.subscriptionSchedules.retrieve(id);
  const price = phases.at(-1)?.items[0]?.price;
  return price === undefined ? null : typeof price === 'string' ? price : price.id;
}

function idOf(reference: string | { id: string } | null): string | null {
  return reference === null || typeof reference === 'string' ? reference : reference.id;
}
