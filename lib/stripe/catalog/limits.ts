import type {
  CatalogEntry,
  CatalogLimits,
  CatalogProblem,
  EntryPrice,
} from '../../domain/catalog/catalog-entry';
import { formatMoney } from '../../domain/pricing/money';
import { meterEventName, priceLookupKey } from '../../kit/wire-names';
import { amountLimits } from './amount-limits';
import { meterDisplayName } from './meters';

/** Characters that Stripe takes in what we name after a product. */
const LONGEST_EVENT_NAME = 100;
const LONGEST_LOOKUP_KEY = 200;
const LONGEST_METER_NAME = 250;

/** A billing period is three years at most. */
const MOST_INTERVALS = { day: 1095, week: 156, month: 36, year: 3 };

/** Each block is a tier of the price. Stripe documents no limit for them; we ask for no more than this. */
const MOST_BLOCKS = 50;

/** What Stripe can't hold of a product of the file. */
export const stripeLimits: CatalogLimits = (entry, path) => [
  ...nameProblems(entry, path),
  ...periodProblems(entry, path),
  ...blockProblems(entry, path),
  ...amountProblems(entry, path),
];

function nameProblems({ id, displayName }: CatalogEntry, path: string): CatalogProblem[] {
  const longestId = Math.min(
    LONGEST_EVENT_NAME - meterEventName('').length,
    LONGEST_LOOKUP_KEY - priceLookupKey('').length,
  );
  const longestName = LONGEST_METER_NAME - meterDisplayName('').length;
  const problems: CatalogProblem[] = [];
  if (id.length > longestId) {
    const expected = `at most ${longestId} characters: Stripe takes ${LONGEST_EVENT_NAME} in the name of a meter's events, which is "${meterEventName('')}" and the id`;
    problems.push({ path: `${path}.id`, value: id, expected });
  }
  if (displayName !== undefined && displayName.length > longestName) {
    const expected = `at most ${longestName} characters, the longest name that Stripe takes for a product's meter`;
    problems.push({ path: `${path}.displayName`, value: displayName, expected });
  }
  return problems;
}

function periodProblems({ recurring }: CatalogEntry, path: string): CatalogProblem[] {
  const { interval, intervalCount } = recurring;
  const most = MOST_INTERVALS[interval];
  if (intervalCount <= most) return [];
  const expected = `at most ${most} with the interval "${interval}": a period is three years at most`;
  return [{ path: `${path}.recurring.intervalCount`, value: intervalCount, expected }];
}

function blockProblems(entry: CatalogEntry, path: string): CatalogProblem[] {
  const maxUnits = entry.prices?.unit?.maxUnits;
  if (entry.pricingModelType !== 'Unit' || maxUnits === undefined || maxUnits <= MOST_BLOCKS) {
    return [];
  }
  const expected = `a whole number from 1 to ${MOST_BLOCKS}, blocks: each is a tier of Stripe's price`;
  return [{ path: `${path}.prices.unit.maxUnits`, value: maxUnits, expected }];
}

function amountProblems(entry: CatalogEntry, path: string): CatalogProblem[] {
  const { unit, metered } = entry.prices ?? {};
  // The flat amount of a "Tier" is charged by itself, when somebody buys; others are added up until an invoice is due.
  const isChargedAlone = entry.pricingModelType === 'Tier';
  return [
    ...problemOf(unit, `${path}.prices.unit`, { isFlat: true, isChargedAlone }),
    ...problemOf(metered, `${path}.prices.metered`, { isFlat: false, isChargedAlone: false }),
  ];
}

function problemOf(
  price: EntryPrice | undefined,
  path: string,
  kind: { isFlat: boolean; isChargedAlone: boolean },
): CatalogProblem[] {
  const expected = price && expectedAmount(price, kind);
  return expected ? [{ path: `${path}.unitAmount`, value: price.unitAmount, expected }] : [];
}

/** Null when Stripe takes the amount, else what it would take. */
function expectedAmount(
  { currency, unitAmount }: EntryPrice,
  { isFlat, isChargedAlone }: { isFlat: boolean; isChargedAlone: boolean },
): string | null {
  const limits = amountLimits(currency);
  if (!limits || unitAmount === 0) return null;
  const { mostMinor, stepMinor, leastChargeMinor } = limits;
  const name = currency.toUpperCase();
  if (unitAmount > mostMinor) {
    return `at most ${mostMinor} (${formatMoney(mostMinor, currency)}), the most that Stripe takes in ${name}`;
  }
  if (isFlat && unitAmount % stepMinor !== 0) {
    const example = stepMinor * 123;
    return `a multiple of ${stepMinor} (${example} = ${formatMoney(example, currency)}): Stripe takes no smaller part in ${name}`;
  }
  if (isChargedAlone && leastChargeMinor !== null && unitAmount < leastChargeMinor) {
    return `at least ${leastChargeMinor} (${formatMoney(leastChargeMinor, currency)}), the least that Stripe charges in ${name}`;
  }
  return null;
}
