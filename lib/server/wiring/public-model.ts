import type { Product } from '../../domain/catalog/product';
import { priceSummary } from '../../domain/pricing/pricing';

/** A product in the catalog file's own shape, with its price in words. */
export function publicModel(product: Product) {
  const { id, displayName, description, pricingModelType, recurring, qualityOfService } = product;
  return {
    id,
    displayName,
    description,
    pricingModelType,
    recurring,
    prices: pricingModelType === 'Free' ? {} : product.prices,
    qualityOfService,
    summary: priceSummary(product),
  };
}
