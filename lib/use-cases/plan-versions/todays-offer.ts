import { findProduct } from '../../domain/catalog/catalog';
import { summarySentence } from '../../domain/pricing/plan-summary';
import { termsText } from '../../domain/pricing/plan-terms';
import { type PricePlan, pricePlan } from '../../domain/pricing/price-plan';
import { priceSummary } from '../../domain/pricing/pricing';
import type { Needs } from '../deps';

/** What somebody who buys the same product today agrees to, compared with what was sold. */
export type TodaysOffer =
  | { kind: 'same' }
  | { kind: 'other-price'; words: string }
  /** The product is not offered any more. */
  | { kind: 'retired' };

/** `sold` is null where its prices can't be computed: then it is never the same. */
export function todaysOffer(
  { catalog }: Needs<'catalog'>,
  productId: string,
  sold: PricePlan | null,
): TodaysOffer {
  const offered = findProduct(catalog, productId);
  if (!offered) return { kind: 'retired' };
  if (sold && termsText(sold) === termsText(pricePlan(offered))) return { kind: 'same' };
  return { kind: 'other-price', words: summarySentence(priceSummary(offered)) };
}
