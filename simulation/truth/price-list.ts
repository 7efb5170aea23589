import type { Catalog } from '../../lib/domain/catalog/catalog';
import type { Product } from '../../lib/domain/catalog/product';

/**
 * What calls of a period cost, in whole cents, said a second time: from the price list in integers, with no code of
 * the application's. Halves are rounded up once for each line, as Stripe rounds.
 */
export function priceOf(product: Product, calls: number): number {
  switch (product.pricingModelType) {
    case 'Free':
    case 'Tier':
      return 0;
    case 'Metered':
      return roundHundredths(calls * product.prices.metered.unitAmount);
    case 'Freemium':
    case 'TierWithOverage': {
      const { unit, metered } = product.prices;
      const beyond = Math.max(0, calls - unit.quota * 100);
      return unit.unitAmount + roundHundredths(beyond * metered.unitAmount);
    }
    case 'Unit': {
      const { unitAmount, quota, maxUnits } = product.prices.unit;
      const block = quota * 100;
      const blocks = Math.min(maxUnits, Math.max(1, Math.ceil(calls / block)));
      const beyond = Math.max(0, calls - maxUnits * block);
      return blocks * unitAmount + Math.floor((2 * beyond * unitAmount + block) / (2 * block));
    }
    case 'MeteredUnit': {
      const block = product.prices.unit.quota * 100;
      return Math.ceil(calls / block) * product.prices.unit.unitAmount;
    }
    default:
      return product satisfies never;
  }
}

export function isMetered(product: Product): boolean {
  return product.pricingModelType !== 'Free' && product.pricingModelType !== 'Tier';
}

export function productNamed(catalog: Catalog, id: string): Product {
  const product = catalog.products.find((one) => one.id === id);
  if (!product) throw new Error(`There is no product ${id}.`);
  return product;
}

function roundHundredths(hundredths: number): number {
  return Math.floor((hundredths + 50) / 100);
}
