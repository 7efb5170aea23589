import {
  divideToWhole,
  formatDecimal,
  fromWhole,
  multiplyToWhole,
  parseDecimal,
  roundToWhole,
} from '../../core/decimal';
import type { PriceRow, TierRow } from '../state/price-rows';
import { formatMoney } from './format-money';

/** One line of an invoice: rounded to a whole minor unit here and never again. */
export interface Charge {
  readonly description: string;
  /** Exact text. */
  readonly quantity: string;
  readonly unitAmount: string | null;
  readonly amount: number;
}

/** What a quantity costs at a price, in one line for each tier that it reaches. */
export function chargesFor(price: PriceRow, quantity: string, productName: string): Charge[] {
  const amount = parseDecimal(quantity);
  // Corrections may take a meter below zero; nobody is paid for that.
  const counted = amount < 0n ? 0n : amount;
  if (price.tiersMode === 'graduated') return graduated(price, counted, productName);
  if (price.tiersMode === 'volume') return volume(price, counted, productName);
  return [perUnit(price, counted, productName)];
}

function perUnit(price: PriceRow, quantity: bigint, name: string): Charge {
  const unitAmount = price.unitAmount ?? '0';
  const billed = price.transform
    ? fromWhole(divideToWhole(quantity, price.transform.divideBy, price.transform.round))
    : quantity;
  const per = price.transform ? ` per ${count(fromWhole(price.transform.divideBy))}` : '';
  return {
    description: `${count(quantity)} × ${name} (at ${formatMoney(unitAmount, price.currency)}${per}${every(price)})`,
    quantity: formatDecimal(quantity),
    unitAmount,
    amount: multiplyToWhole(billed, parseDecimal(unitAmount)),
  };
}

function graduated(price: PriceRow, quantity: bigint, name: string): Charge[] {
  const charges: Charge[] = [];
  let below = 0n;
  for (const [index, tier] of price.tiers.entries()) {
    // The first tier is always reached: its flat amount is due at zero too.
    if (index > 0 && quantity <= below) break;
    const top = tier.upTo === null ? quantity : fromWhole(tier.upTo);
    const within = (quantity < top ? quantity : top) - below;
    charges.push(ofTier(price, tier, index, within, name));
    below = top;
  }
  return charges;
}

function volume(price: PriceRow, quantity: bigint, name: string): Charge[] {
  const index = price.tiers.findIndex(
    (one) => one.upTo === null || quantity <= fromWhole(one.upTo),
  );
  const tier = price.tiers[index];
  return tier ? [ofTier(price, tier, index, quantity, name)] : [];
}

function ofTier(
  price: PriceRow,
  tier: TierRow,
  index: number,
  quantity: bigint,
  name: string,
): Charge {
  const unitAmount = tier.unitAmount ?? '0';
  const flat = tier.flatAmount === null ? 0 : roundToWhole(parseDecimal(tier.flatAmount));
  const flatText = flat === 0 ? '' : ` + ${formatMoney(`${flat}`, price.currency)} flat`;
  return {
    description: `${count(quantity)} × ${name} (Tier ${index + 1} at ${formatMoney(unitAmount, price.currency)}${flatText}${every(price)})`,
    quantity: formatDecimal(quantity),
    unitAmount,
    amount: multiplyToWhole(quantity, parseDecimal(unitAmount)) + flat,
  };
}

function every(price: PriceRow): string {
  const { interval, intervalCount } = price.recurring ?? {};
  if (interval === undefined) return '';
  return intervalCount === 1 ? ` / ${interval}` : ` / ${intervalCount} ${interval}s`;
}

function count(scaled: bigint): string {
  const [whole = '0', fraction] = formatDecimal(scaled).split('.');
  const grouped = BigInt(whole).toLocaleString('en-US');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
