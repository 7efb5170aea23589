import Stripe from 'stripe';
import { AppError } from '../kit/app-error';
import { METADATA } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type {
  PlanChange,
  PlanChangePreview,
  ProviderSubscription,
} from '../ports/provider-subscription';
import type { StripeClient } from './client';
import { callStripe } from './errors';
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
      callStripe('preview the change', async () => {
        const { item } = await partsOf(client, prices, change);
        const preview = await client().invoices.createPreview({
          subscription: change.providerId,
          subscription_details: { items: [item], proration_behavior: 'always_invoice' },
        });
        return toPreview(preview);
      }),

    changePlan: (change) =>
      callStripe('change the plan', async () => {
        const { item, isDone } = await partsOf(client, prices, change);
        if (isDone) return 'changed';
        try {
          await client().subscriptions.update(
            change.providerId,
            {
              items: [item],
              proration_behavior: change.credit ? 'none' : 'always_invoice',
              payment_behavior: 'error_if_incomplete',
              metadata: { ...productMetadata(change), ...creditMetadata(change) },
            },
            { idempotencyKey: change.name },
          );
          return 'changed';
        } catch (error) {
          if (isUnpaid(error)) return 'payment-failed';
          throw error;
        }
      }),
  };
}

/** Tells the next sync which product it is and since when; a schedule's phase sets it together with its price. */
export function productMetadata(change: Pick<PlanChange, 'to' | 'at'>): Record<string, string> {
  return {
    [METADATA.productId]: change.to.id,
    [METADATA.productSince]: String(Math.floor(change.at.getTime() / 1000)),
  };
}

/** Set with the change itself, so that the next sync knows what is still to be credited. */
function creditMetadata({ name, credit }: PlanChange): Record<string, string> {
  if (!credit) return {};
  return { [METADATA.planCredit]: [name, credit.amountMinor, credit.currency].join('|') };
}

/** Null as well when it belongs to an earlier change: its name ends with the second of its own. */
export function planCreditOf(
  metadata: Readonly<Record<string, string>>,
): ProviderSubscription['planCredit'] {
  const [name, amount, currency] = (metadata[METADATA.planCredit] ?? '').split('|');
  const since = metadata[METADATA.productSince];
  if (!name || !amount || !currency || !since || !name.endsWith(`:${since}`)) return null;
  const amountMinor = Number(amount);
  return Number.isSafeInteger(amountMinor) && amountMinor >= 0
    ? { name, amountMinor, currency }
    : null;
}

async function partsOf(
  client: StripeClient,
  prices: StripePrices,
  change: Pick<PlanChange, 'providerId' | 'to'>,
): Promise<{ item: { id: string; price: string; quantity?: number }; isDone: boolean }> {
  const subscription = await client().subscriptions.retrieve(change.providerId);
  const item = subscription.items.data[0];
  if (!item) throw new AppError('conflict', 'This subscription has no price at Stripe.');
  const price = await prices.priceOf(change.to);
  const isMetered = price.recurring?.usage_type === 'metered';
  return {
    item: { id: item.id, price: price.id, ...(isMetered ? {} : { quantity: 1 }) },
    isDone:
      item.price.id === price.id && subscription.metadata[METADATA.productId] === change.to.id,
  };
}

/** The card was declined, needs its owner, or there is none. */
function isUnpaid(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeCardError) return true;
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    /no attached payment (source|method)|default payment method/i.test(error.message)
  );
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
