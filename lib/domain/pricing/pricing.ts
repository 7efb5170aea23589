import { CALLS_PER_UNIT, type MeteredPrice } from '../catalog/product';
import { assertCallCount, formatCount } from '../usage/call-count';
import { formatMoney, sumMinor } from './money';
import { type PriceSummary, planSummary } from './plan-summary';
import {
  callsCovered,
  type MeteredScheme,
  type Priceable,
  type PriceTier,
  pricePlan,
} from './price-plan';
import { howOften, nominalSeconds, perPeriod } from './recurring';
import {
  graduatedLines,
  lastFlatBound,
  packageLine,
  packagesStarted,
  perCallLine,
  type QuoteLine,
  tierOfNextCall,
} from './tier-arithmetic';

export interface Quote {
  currency: string;
  lines: QuoteLine[];
  totalMinor: number;
  calls: number;
}

/** Nothing has no currency; zero must be written in one. */
const CURRENCY_OF_NOTHING = 'usd';

/**
 * What one billing period with this many answered calls costs, before tax: the sum of lines that are rounded
 * once each. Calls that the gateway would have refused (`callsAllowed`) cost nothing, as they can't be answered.
 */
export function quote(product: Priceable, calls: number): Quote {
  assertCallCount(calls);
  const plan = pricePlan(product);
  switch (plan.kind) {
    case 'free':
      return { currency: CURRENCY_OF_NOTHING, lines: [], totalMinor: 0, calls };
    case 'licensed':
      return total(plan.currency, calls, [
        {
          description: `Fixed price, billed ${howOften(plan.recurring)}`,
          quantity: 1,
          unitAmountMinor: null,
          flatAmountMinor: plan.amountMinor,
          amountMinor: plan.amountMinor,
        },
      ]);
    case 'metered':
      return total(plan.currency, calls, schemeLines(plan.scheme, calls));
    default:
      return plan satisfies never;
  }
}

/** Calls of a period that what is charged at `calls` already covers (whole blocks for block prices); null = none. */
export function coveredCalls(product: Priceable, calls: number): number | null {
  assertCallCount(calls);
  const plan = pricePlan(product);
  if (plan.kind !== 'metered') return includedCalls(product);
  switch (plan.scheme.kind) {
    case 'perCall':
      return null;
    case 'package':
      return packagesStarted(plan.scheme.size, calls) * plan.scheme.size;
    case 'graduated':
      return withinLimit(product, lastFlatBound(plan.scheme.tiers, calls));
    default:
      return plan.scheme satisfies never;
  }
}

/**
 * Calls of a period that the flat amount, the quota or the free tier covers before anything is called;
 * null = none: every call has a price, or no number limits the free ones.
 */
export function includedCalls(product: Priceable): number | null {
  const plan = pricePlan(product);
  if (plan.kind === 'metered') {
    return plan.scheme.kind === 'graduated' ? coveredCalls(product, 0) : null;
  }
  return callsAllowed(product);
}

/** The most calls that the gateway answers in a billing period, with a quota that renews more often counted as often; null = no limit. */
export function callsAllowed(product: Priceable): number | null {
  const { quota } = product.qualityOfService;
  if (!quota) return null;
  const renewals = Math.floor(
    nominalSeconds(pricePlan(product).recurring) / quota.renewalPeriodSeconds,
  );
  return quota.calls * Math.max(1, renewals);
}

export type NextCall =
  | { kind: 'free' }
  | { kind: 'refused' }
  | { kind: 'perCall'; amountMinor: string }
  /** Starts a block: this call costs the amount, the rest of the block's `calls` nothing more. */
  | { kind: 'block'; amountMinor: number; calls: number };

/** What the call after the first `calls` of a period adds to the cost. */
export function nextCallMinor(product: Priceable, calls: number): NextCall {
  assertCallCount(calls);
  const allowed = callsAllowed(product);
  if (allowed !== null && calls >= allowed) return { kind: 'refused' };
  const plan = pricePlan(product);
  if (plan.kind !== 'metered') return { kind: 'free' };
  const { scheme } = plan;
  switch (scheme.kind) {
    case 'perCall':
      return { kind: 'perCall', amountMinor: scheme.unitAmountMinor };
    case 'package':
      if (calls % scheme.size !== 0) return { kind: 'free' };
      return { kind: 'block', amountMinor: scheme.amountMinor, calls: scheme.size };
    case 'graduated':
      return nextInTiers(scheme.tiers, calls);
    default:
      return scheme satisfies never;
  }
}

export function chargedWhen(product: Priceable): 'never' | 'in-advance' | 'in-arrears' {
  const plan = pricePlan(product);
  if (plan.kind === 'free') return 'never';
  return plan.kind === 'licensed' ? 'in-advance' : 'in-arrears';
}

/** The price in words, as the pricing page and the checkout say it. */
export function priceSummary(product: Priceable): PriceSummary {
  if ('plan' in product) return planSummary(product.plan, formatLimit(product));
  const period = perPeriod(product.recurring);
  switch (product.pricingModelType) {
    case 'Free':
      return summarize('Free', `for ${formatLimit(product)} ${period}`);
    case 'Metered':
      return summarize(money(product.prices.metered), PER_UNIT);
    case 'Tier':
      return summarize(money(product.prices.unit), `${period} for ${formatLimit(product)}`);
    case 'Freemium':
    case 'TierWithOverage': {
      const { unit, metered } = product.prices;
      const calls = `for the first ${unitCalls(unit)} calls`;
      const per = unit.unitAmount === 0 ? `${calls} ${period}` : `${period} ${calls}`;
      return summarize(money(unit), per, `then ${money(metered)} ${PER_UNIT}`);
    }
    case 'Unit': {
      const { unit } = product.prices;
      return summarize(
        money(unit),
        `${period} per block of ${unitCalls(unit)} calls`,
        'minimum one block',
      );
    }
    case 'MeteredUnit': {
      const { unit } = product.prices;
      return summarize(money(unit), `per block of ${unitCalls(unit)} calls ${period}`);
    }
    default:
      return product satisfies never;
  }
}

function schemeLines(scheme: MeteredScheme, calls: number): QuoteLine[] {
  switch (scheme.kind) {
    case 'perCall':
      return [perCallLine(scheme.unitAmountMinor, calls)];
    case 'graduated':
      return graduatedLines(scheme.tiers, calls);
    case 'package':
      return [packageLine(scheme, calls)];
    default:
      return scheme satisfies never;
  }
}

function total(currency: string, calls: number, lines: QuoteLine[]): Quote {
  return { currency, lines, totalMinor: sumMinor(lines.map((line) => line.amountMinor)), calls };
}

function nextInTiers(tiers: readonly PriceTier[], calls: number): NextCall {
  const { tier, below } = tierOfNextCall(tiers, calls);
  if (tier.unitAmountMinor !== '0') return { kind: 'perCall', amountMinor: tier.unitAmountMinor };
  // The first tier's flat amount is due before the first call.
  if (below === 0 || calls !== below || tier.upTo === null) return { kind: 'free' };
  return { kind: 'block', amountMinor: tier.flatAmountMinor, calls: tier.upTo - below };
}

function withinLimit(product: Priceable, calls: number | null): number | null {
  const allowed = callsAllowed(product);
  return calls === null || allowed === null ? calls : Math.min(calls, allowed);
}

const PER_UNIT = `per ${CALLS_PER_UNIT} calls`;

function summarize(headline: string, per: string, then: string | null = null): PriceSummary {
  return { headline, per, then };
}

function money(price: MeteredPrice): string {
  return formatMoney(price.unitAmount, price.currency);
}

function unitCalls(unit: { quota: number }): string {
  return formatCount(callsCovered(unit));
}

function formatLimit(product: Priceable): string {
  const allowed = callsAllowed(product);
  return allowed === null ? 'any number of calls' : `up to ${formatCount(allowed)} calls`;
}
