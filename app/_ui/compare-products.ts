import type { Product } from '@/lib/domain/catalog/product';
import { callsAllowed, type Quote, quote } from '@/lib/domain/pricing/pricing';

export interface ComparedProduct {
  product: Product;
  /** What this many calls cost; null when the gateway would refuse some of them. */
  quote: Quote | null;
  /** The most calls that it answers in a period, when that is fewer than asked for. */
  stopsAt: number | null;
  cheapest: boolean;
}

/**
 * What every product costs for so many calls in a period. A product that would refuse some of them is never
 * called cheapest; products that cost the same all are. Amounts in different currencies or for periods of
 * different lengths are not compared: then nothing is called cheapest.
 */
export function compareProducts(products: readonly Product[], calls: number): ComparedProduct[] {
  const rows = products.map((product) => {
    const allowed = callsAllowed(product);
    const stopsAt = allowed !== null && allowed < calls ? allowed : null;
    return { product, stopsAt, quote: stopsAt === null ? quote(product, calls) : null };
  });
  const totals = rows.flatMap((row) => (row.quote === null ? [] : [row.quote.totalMinor]));
  const lowest = comparable(products) ? Math.min(...totals) : Number.NaN;
  return rows.map((row) => ({ ...row, cheapest: row.quote?.totalMinor === lowest }));
}

export function productName(product: Product): string {
  return product.displayName ?? product.id;
}

function comparable(products: readonly Product[]): boolean {
  const kinds = products.map(({ recurring }) => `${recurring.interval}${recurring.intervalCount}`);
  const currencies = products.flatMap((p) => (p.pricingModelType === 'Free' ? [] : [p.currency]));
  return new Set(kinds).size <= 1 && new Set(currencies).size <= 1;
}
