import type { PlanVersion } from '../../db/plan-versions';
import { readTerms } from '../../domain/pricing/plan-terms';
import type { PricePlan, SoldTerms } from '../../domain/pricing/price-plan';
import type { Needs } from '../deps';
import { productFacts } from './product-facts';

/** The plan of a version; null while it is not resolved, and where its prices can't be computed. */
export function planOfVersion(version: Pick<PlanVersion, 'terms'> | null): PricePlan | null {
  return version && readTerms(version.terms);
}

/** Its price in words, without the id of the product that they begin with. */
export function priceLabel({ words, productId }: Pick<PlanVersion, 'words' | 'productId'>): string {
  return productId === null ? words : words.replaceAll(`${productId}: `, '');
}

/** What is billed by usage that we report. */
export function isMeteredVersion(version: Pick<PlanVersion, 'kind'> | null): boolean {
  return version?.kind === 'metered';
}

/** The terms to quote by; null while they are not resolved, and where they can't be computed. */
export async function soldTermsOf(
  deps: Needs<'catalog' | 'db'>,
  version: Pick<PlanVersion, 'terms' | 'productId'> | null,
): Promise<SoldTerms | null> {
  const plan = planOfVersion(version);
  if (!plan) return null;
  const quota = version?.productId ? (await productFacts(deps, version.productId)).quota : null;
  return { plan, qualityOfService: { quota } };
}
