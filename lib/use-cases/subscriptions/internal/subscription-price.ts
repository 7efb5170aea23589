import type { PlanVersion } from '../../../db/plan-versions';
import { summarySentence } from '../../../domain/pricing/plan-summary';
import type { SoldTerms } from '../../../domain/pricing/price-plan';
import { priceSummary } from '../../../domain/pricing/pricing';
import type { Needs } from '../../deps';
import { priceLabel } from '../../plan-versions/sold-terms';
import { todaysOffer } from '../../plan-versions/todays-offer';

/** What a subscription costs, in words. */
export type SubscriptionPrice =
  | {
      kind: 'agreed';
      words: string;
      /** Its product is not offered any more. */
      isRetired: boolean;
      /** What new customers pay, where that is another price. */
      newCustomers: string | null;
    }
  /** A shape that we can't compute: in the provider's words, and billed by it alone. */
  | { kind: 'by-provider'; words: string }
  /** Not read from the provider yet. */
  | { kind: 'unknown' };

/** The terms as they were agreed, and today's where those are others. */
export function subscriptionPrice(
  deps: Needs<'catalog'>,
  productId: string,
  { version, terms }: { version: PlanVersion | null; terms: SoldTerms | null },
): SubscriptionPrice {
  if (!version) return { kind: 'unknown' };
  if (!terms) return { kind: 'by-provider', words: priceLabel(version) };
  const offer = todaysOffer(deps, productId, terms.plan);
  return {
    kind: 'agreed',
    words: summarySentence(priceSummary(terms)),
    isRetired: offer.kind === 'retired',
    newCustomers: offer.kind === 'other-price' ? offer.words : null,
  };
}
