import type { SubscriptionPrice } from '@/lib/use-cases/subscriptions/view-account';

/** What a subscription costs, and what its owner should know of that price. */
export function priceText(price: SubscriptionPrice, { isEnded = false } = {}): string {
  switch (price.kind) {
    case 'agreed': {
      const { words, newCustomers, isRetired } = price;
      if (isEnded) return words;
      if (newCustomers !== null) {
        return `Your price: ${words}. New customers pay ${newCustomers}.`;
      }
      return isRetired ? `${words}. No longer offered to new customers; yours continues.` : words;
    }
    case 'by-provider':
      return `${price.words}. Stripe computes the cost.`;
    case 'unknown':
      return 'Price: being read from Stripe.';
    default:
      return price satisfies never;
  }
}

/** Instead of an amount, where we can't compute one; null where we can. */
export function costText(price: SubscriptionPrice): string | null {
  switch (price.kind) {
    case 'agreed':
      return null;
    case 'by-provider':
      return 'Computed by Stripe: you’ll see it on the invoice when the period ends.';
    case 'unknown':
      return 'Shown once your price has been read from Stripe, within minutes.';
    default:
      return price satisfies never;
  }
}
