import type { Priceable } from '../pricing/price-plan';
import { quote } from '../pricing/pricing';

/** Something that two of the three (our rows, the payment provider, the gateway) don't agree on. */
export interface Finding {
  kind:
    | 'status-differs'
    | 'provider-missing'
    | 'provider-only'
    | 'gateway-state-differs'
    | 'gateway-product-differs'
    | 'gateway-missing'
    | 'gateway-only'
    /** Open, or asking to be, for a product that is sold, and not made by us. */
    | 'foreign-subscription'
    | 'windows-differed'
    | 'reported-usage-differs'
    | 'invoice-differs';
  /** Our subscription's id, or the other side's where there is none. */
  subject: string;
  /** What ours says, and what was found. */
  expected: string;
  found: string;
  /** What it is worth where it is about calls: positive = billed too little. */
  amountMinor: number | null;
  currency: string | null;
  isRepaired: boolean;
}

/** What the difference of two counts of one period is worth. */
export function worthOf(
  product: Priceable,
  counts: { ours: number; theirs: number },
): { amountMinor: number; currency: string } {
  const ours = quote(product, counts.ours);
  return {
    amountMinor: ours.totalMinor - quote(product, counts.theirs).totalMinor,
    currency: ours.currency,
  };
}
