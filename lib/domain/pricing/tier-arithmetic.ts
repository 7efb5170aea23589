import { formatCount } from '../usage/call-count';
import { exactFromMinor, formatExact, parseExact, roundToMinor } from './money';
import type { PriceTier } from './price-plan';

export interface QuoteLine {
  description: string;
  quantity: number;
  /** Exact decimal; null where a flat amount is all that is charged. */
  unitAmountMinor: string | null;
  flatAmountMinor: number;
  /** Rounded half up to whole minor units, once. */
  amountMinor: number;
}

/** Every call at one amount. */
export function perCallLine(unitAmountMinor: string, calls: number): QuoteLine {
  return line({ description: 'Calls', quantity: calls, unitAmountMinor, flatAmountMinor: 0 });
}

/**
 * One line for each tier reached. Bounds are inclusive. The first tier is always reached: its flat
 * amount is due at 0 calls too.
 */
export function graduatedLines(tiers: readonly PriceTier[], calls: number): QuoteLine[] {
  const lines: QuoteLine[] = [];
  let below = 0;
  for (const tier of tiers) {
    if (calls <= below && lines.length > 0) break;
    const inTier = Math.min(calls, tier.upTo ?? calls) - below;
    lines.push(
      line({
        description: tierName(below, tier.upTo),
        quantity: inTier,
        unitAmountMinor: tier.unitAmountMinor,
        flatAmountMinor: tier.flatAmountMinor,
      }),
    );
    if (tier.upTo === null) break;
    below = tier.upTo;
  }
  return lines;
}

/** Started packages; none at 0 calls. The line counts packages, not calls. */
export function packageLine(
  scheme: { size: number; amountMinor: number },
  calls: number,
): QuoteLine {
  return line({
    description: `Blocks of ${formatCount(scheme.size)} calls`,
    quantity: packagesStarted(scheme.size, calls),
    unitAmountMinor: formatExact(exactFromMinor(scheme.amountMinor)),
    flatAmountMinor: 0,
  });
}

export function packagesStarted(size: number, calls: number): number {
  // In bigint: the quotient of two large doubles can be rounded up to the next whole number.
  return Number((BigInt(calls) + BigInt(size) - 1n) / BigInt(size));
}

/** The end of the last tier reached in which a call adds nothing. */
export function lastFlatBound(tiers: readonly PriceTier[], calls: number): number | null {
  let bound: number | null = null;
  let below = 0;
  for (const tier of tiers) {
    const reached = below === 0 || calls > below;
    if (!reached || tier.upTo === null || tier.unitAmountMinor !== '0') break;
    bound = tier.upTo;
    below = tier.upTo;
  }
  return bound;
}

/** The tier that the call after the first `calls` falls into, and how many calls lie below it. */
export function tierOfNextCall(
  tiers: readonly PriceTier[],
  calls: number,
): { tier: PriceTier; below: number } {
  let below = 0;
  for (const tier of tiers) {
    if (tier.upTo === null || calls < tier.upTo) return { tier, below };
    below = tier.upTo;
  }
  throw new Error('a graduated price ends with a tier without end');
}

function line(parts: Omit<QuoteLine, 'amountMinor'>): QuoteLine {
  const unit = parseExact(parts.unitAmountMinor ?? '0');
  const exact = exactFromMinor(parts.flatAmountMinor) + unit * BigInt(parts.quantity);
  return { ...parts, amountMinor: roundToMinor(exact) };
}

function tierName(below: number, upTo: number | null): string {
  if (upTo === null) return below === 0 ? 'Calls' : `Calls over ${formatCount(below)}`;
  if (below === 0) return `First ${formatCount(upTo)} calls`;
  return `Calls ${formatCount(below + 1)} to ${formatCount(upTo)}`;
}
