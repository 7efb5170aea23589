import { findProduct } from '../../domain/catalog/catalog';
import type { PaidProduct } from '../../domain/catalog/product';
import { pricePlan } from '../../domain/pricing/price-plan';
import { quote } from '../../domain/pricing/pricing';
import { AppError } from '../../kit/app-error';
import type { Needs } from '../deps';

export function isMetered(deps: Needs<'catalog'>, productId: string): boolean {
  const product = findProduct(deps.catalog, productId);
  return product !== undefined && pricePlan(product).kind === 'metered';
}

export function meteredProductIds(deps: Needs<'catalog'>): string[] {
  return deps.catalog.products
    .filter((product) => pricePlan(product).kind === 'metered')
    .map((product) => product.id);
}

/** Products that are paid in advance. */
export function licensedProductIds(deps: Needs<'catalog'>): string[] {
  return deps.catalog.products
    .filter((product) => pricePlan(product).kind === 'licensed')
    .map((product) => product.id);
}

/** Metered products that cost something without a call. */
export function fixedFeeIds(deps: Needs<'catalog'>): string[] {
  return deps.catalog.products
    .filter((product) => pricePlan(product).kind === 'metered' && quote(product, 0).totalMinor > 0)
    .map((product) => product.id);
}

/** A product that is sold; one that was taken out of the catalog stops its billing with a sentence. */
export function paidProduct(deps: Needs<'catalog'>, productId: string): PaidProduct {
  const product = findProduct(deps.catalog, productId);
  if (!product || product.pricingModelType === 'Free') {
    throw new AppError(
      'not-provisioned',
      `The product ${productId} is no longer in the catalog, so its usage can’t be billed. Add it again.`,
    );
  }
  return product;
}
