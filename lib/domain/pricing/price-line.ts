import type { Product } from '../catalog/product';
import { summarySentence } from './plan-summary';
import { priceSummary } from './pricing';

const PREFIX = 'Price: ';

/** 'Price: $89.95 a month for the first 100,000 calls, then $0.10 per 100 calls' */
export function priceLine(product: Product): string {
  return PREFIX + summarySentence(priceSummary(product));
}

/**
 * A description as the developer portal shows it: the price on a line of its own, once, at the end. Words are cut where
 * there would be more than `longest` characters.
 */
export function withPriceLine(
  description: string | null,
  product: Product,
  longest: number,
): string {
  const line = priceLine(product);
  const words = withoutPriceLine(description) ?? '';
  if (words === '') return line;
  const room = longest - line.length - 2;
  const cut = words.length > room ? `${words.slice(0, room - 1).trimEnd()}…` : words;
  return `${cut}\n\n${line}`;
}

/** The description without a price line that was added, for pages that show prices themselves. */
export function withoutPriceLine(description: string | null): string | null {
  if (description === null) return null;
  const lines = description.split('\n');
  if (!lines.at(-1)?.startsWith(PREFIX)) return description;
  return lines.slice(0, -1).join('\n').trimEnd() || null;
}
