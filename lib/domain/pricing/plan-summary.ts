import { CALLS_PER_UNIT } from '../catalog/product';
import { formatCount } from '../usage/call-count';
import { exactFromMinor, formatExact, formatMoney, formatUnitAmount, parseExact } from './money';
import type { MeteredScheme, PricePlan, PriceTier } from './price-plan';
import { perPeriod } from './recurring';

/** '$89.95' · 'a month for the first 100,000 calls' · 'then $0.10 per 100 calls' */
export interface PriceSummary {
  headline: string;
  per: string;
  then: string | null;
}

/**
 * A plan in the words that a product of its shape has on the pricing page. `limit` says how many calls are answered: 'up to
 * 1,000 calls'.
 */
export function planSummary(plan: PricePlan, limit: string): PriceSummary {
  const period = perPeriod(plan.recurring);
  if (plan.kind === 'free') return summary('Free', `for ${limit} ${period}`);
  const { currency } = plan;
  if (plan.kind === 'licensed') {
    return summary(formatMoney(plan.amountMinor, currency), `${period} for ${limit}`);
  }
  return schemeSummary(plan.scheme, { currency, period });
}

/** In one sentence: '$89.95 a month for the first 100,000 calls, then $0.10 per 100 calls' */
export function summarySentence({ headline, per, then }: PriceSummary): string {
  return [`${headline} ${per}`.trim(), then].filter(Boolean).join(', ');
}

function summary(headline: string, per: string, then: string | null = null): PriceSummary {
  return { headline, per, then };
}

type Words = { currency: string; period: string };

function schemeSummary(scheme: MeteredScheme, words: Words): PriceSummary {
  const { currency, period } = words;
  switch (scheme.kind) {
    case 'perCall':
      return summary(unitPrice(scheme.unitAmountMinor, currency), PER_UNIT);
    case 'package': {
      const headline = formatMoney(scheme.amountMinor, currency);
      return summary(headline, `per block of ${formatCount(scheme.size)} calls ${period}`);
    }
    case 'graduated':
      return tiersSummary(scheme.tiers, words);
    default:
      return scheme satisfies never;
  }
}

function tiersSummary(tiers: readonly PriceTier[], words: Words): PriceSummary {
  const { currency, period } = words;
  const [first, second] = tiers;
  if (!first || first.upTo === null || first.unitAmountMinor !== '0') return anyTiers(tiers, words);
  const headline = formatMoney(first.flatAmountMinor, currency);
  const size = formatCount(first.upTo);
  if (isBlocks(tiers, first.upTo)) {
    return summary(headline, `${period} per block of ${size} calls`, 'minimum one block');
  }
  if (tiers.length !== 2 || !second || second.upTo !== null || second.flatAmountMinor !== 0) {
    return anyTiers(tiers, words);
  }
  const calls = `for the first ${size} calls`;
  const per = first.flatAmountMinor === 0 ? `${calls} ${period}` : `${period} ${calls}`;
  return summary(headline, per, `then ${unitPrice(second.unitAmountMinor, currency)} ${PER_UNIT}`);
}

/** The same flat amount for each next block; what comes after the last bounded one is charged by the call. */
function isBlocks(tiers: readonly PriceTier[], size: number): boolean {
  const bounded = tiers.slice(0, -1);
  return (
    bounded.length > 0 &&
    isAtBlockRate(tiers, size) &&
    bounded.every(
      ({ upTo, flatAmountMinor, unitAmountMinor }, index) =>
        upTo === size * (index + 1) &&
        flatAmountMinor === tiers[0]?.flatAmountMinor &&
        unitAmountMinor === '0',
    )
  );
}

/** Past the last block every call costs its share of one: the mark of block prices. */
function isAtBlockRate(tiers: readonly PriceTier[], size: number): boolean {
  const [first, last] = [tiers[0], tiers.at(-1)];
  if (!first || !last || last.upTo !== null || first.flatAmountMinor === 0) return false;
  const block = parseExact(last.unitAmountMinor) * BigInt(size);
  const difference = block - exactFromMinor(first.flatAmountMinor);
  // The share is rounded up in its last decimal.
  return difference >= 0n && difference < BigInt(size);
}

/** Tiers of any other shape, each with its bound and price. */
function anyTiers(tiers: readonly PriceTier[], { currency, period }: Words): PriceSummary {
  const each = tiers.map(({ upTo, flatAmountMinor, unitAmountMinor }) => {
    const bound = upTo === null ? 'beyond' : `to ${formatCount(upTo)} calls`;
    const flat = flatAmountMinor === 0 ? [] : [formatMoney(flatAmountMinor, currency)];
    const unit =
      unitAmountMinor === '0' ? [] : [`${unitPrice(unitAmountMinor, currency)} ${PER_UNIT}`];
    return `${bound} ${[...flat, ...unit].join(' + ') || 'nothing'}`;
  });
  return summary('By volume', `${period}: ${each.join(', ')}`);
}

const PER_UNIT = `per ${CALLS_PER_UNIT} calls`;

/** Amounts per call are fractions of a cent, which nobody reads. */
function unitPrice(unitAmountMinor: string, currency: string): string {
  const amount = formatExact(parseExact(unitAmountMinor) * BigInt(CALLS_PER_UNIT));
  const isWhole = parseExact(amount) % exactFromMinor(1) === 0n;
  return isWhole ? formatMoney(Number(amount), currency) : formatUnitAmount(amount, currency);
}
