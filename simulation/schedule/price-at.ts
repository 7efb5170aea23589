import type { Product } from '../../lib/domain/catalog/product';

/** A product at so many hundredths of its first price: every amount, to the cent or to the cent for 100 calls. */
export function priceAt(product: Product, percent: number): Product {
  const changed = <T extends { unitAmount: number }>(price: T): T => ({
    ...price,
    unitAmount: Math.floor((price.unitAmount * percent + 50) / 100),
  });
  switch (product.pricingModelType) {
    case 'Free':
      return product;
    case 'Metered':
      return { ...product, prices: { metered: changed(product.prices.metered) } };
    case 'Freemium': {
      const { unit, metered } = product.prices;
      return { ...product, prices: { unit: changed(unit), metered: changed(metered) } };
    }
    case 'TierWithOverage': {
      const { unit, metered } = product.prices;
      return { ...product, prices: { unit: changed(unit), metered: changed(metered) } };
    }
    case 'Tier':
      return { ...product, prices: { unit: changed(product.prices.unit) } };
    case 'Unit':
      return { ...product, prices: { unit: changed(product.prices.unit) } };
    case 'MeteredUnit':
      return { ...product, prices: { unit: changed(product.prices.unit) } };
    default:
      return product satisfies never;
  }
}
