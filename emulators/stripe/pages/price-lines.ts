import { formatMoney } from '../money/format-money';
import type { PriceRow, TierRow } from '../state/price-rows';

export interface PriceLine {
  readonly label: string;
  readonly amount: string;
}

/** A price in the words of a receipt, one line for each tier. */
export function priceLines(price: PriceRow, quantity: number | null, unit: string): PriceLine[] {
  if (price.tiersMode !== null) {
    return price.tiers.map((tier, index) =>
      tierLine(price, tier, price.tiers[index - 1]?.upTo ?? 0, unit),
    );
  }
  const amount = formatMoney(price.unitAmount ?? '0', price.currency);
  if (price.transform) {
    const started = price.transform.round === 'up' ? 'started ' : '';
    return [{ label: `for each ${started}${count(price.transform.divideBy)} ${unit}s`, amount }];
  }
  if (quantity === null) return [{ label: `for each ${unit}`, amount }];
  const whole = formatMoney(quantity * Number(price.unitAmount ?? 0), price.currency);
  const parts = [
    quantity === 1 ? undefined : `${quantity} × ${amount}`,
    price.recurring ? `billed ${every(price)}` : quantity === 1 ? 'once' : undefined,
  ];
  return [{ label: parts.filter((part) => part !== undefined).join(', '), amount: whole }];
}

function tierLine(price: PriceRow, tier: TierRow, below: number, unit: string): PriceLine {
  const from = below === 0 ? 'first' : `${count(below + 1)} to`;
  const range = tier.upTo === null ? `from ${count(below + 1)}` : `${from} ${count(tier.upTo)}`;
  const money = (amount: string | null) =>
    amount === null || amount === '0' ? undefined : formatMoney(amount, price.currency);
  const each = money(tier.unitAmount);
  const parts = [money(tier.flatAmount), each === undefined ? undefined : `${each} each`];
  return {
    label: below === 0 && tier.upTo === null ? `all ${unit}s` : `${range} ${unit}s`,
    amount: parts.filter((part) => part !== undefined).join(' + ') || 'free',
  };
}

export function every(price: PriceRow): string {
  const { interval, intervalCount } = price.recurring ?? { interval: 'month', intervalCount: 1 };
  return intervalCount === 1 ? `per ${interval}` : `every ${intervalCount} ${interval}s`;
}

/** Names of what is bought: a product with two prices is one product. */
export function eachOnce(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
