import Stripe from 'stripe';
import { AppError } from '../domain/app-error';
import type { PaymentProvider, PlanChange, PlanChangePreview } from '../ports/payment-provider';
import type { StripeClient } from './client';
import { atStripe } from './errors';
import { leaveSchedule } from './leave-schedule';
import { METADATA } from './names';
import type { StripePrices } from './prices';

/**
 * One item, one price: the change swaps the item's price. With billing mode flexible Stripe bills what the old
 * metered price has counted, at the old price.
 */
export function createPlanChanges(
  client: StripeClient,
  prices: StripePrices,
): Pick<PaymentProvider, 'previewPlanChange' | 'changePlan'> {
  return {
    previewPlanChange: (change) =>
      atStripe('preview the change', async () => {
        const items = [await itemOf(client, prices, change)];
        const preview = await client().invoices.createPreview({
          subscription: change.providerId,
          subscription_details: { items, proration_behavior: 'always_invoice' },
        });
        return toPreview(preview);
      }),

    changePlan: (change) =>
      atStripe('change the plan', async () => {
        await leaveSchedule(client, change.providerId);
        const item = await itemOf(client, prices, change);
        try {
          await client().subscriptions.update(
            change.providerId,
            {
              items: [item],
              proration_behavior: 'always_invoice',
              payment_behavior: 'error_if_incomplete',
              metadata: {
                [METADATA.productId]: change.to.id,
                [METADATA.productSince]: String(Math.floor(change.at.getTime() / 1000)),
              },
            },
            { idempotencyKey: change.name },
          );
          return 'changed';
        } catch (error) {
          if (error instanceof Stripe.errors.StripeCardError) return 'payment-failed';
          throw error;
        }
      }),
  };
}

async function itemOf(
  client: StripeClient,
  prices: StripePrices,
  change: PlanChange,
): Promise<{ id: string; price: string; quantity?: number }> {
  const subscription = await client().subscriptions.retrieve(change.providerId);
  const item = subscription.items.data[0];
  if (!item) throw new AppError('conflict', 'This subscription has no price at Stripe.');
  const price = await prices.priceOf(change.to);
  const isMetered = price.recurring?.usage_type === 'metered';
  return { id: item.id, price: price.id, ...(isMetered ? {} : { quantity: 1 }) };
}

function toPreview(invoice: Stripe.Invoice): PlanChangePreview {
  return {
    currency: invoice.currency,
    dueNowMinor: invoice.total,
    lines: invoice.lines.data.map((line) => ({
      description: line.description ?? '',
      amountMinor: line.amount,
    })),
  };
}
