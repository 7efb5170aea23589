import type { Product } from '../../lib/domain/catalog/product';
import type { Play } from '../play/play';
import { type Bills, billKey } from './bills';
import { cycleAt } from './cycles';
import { creditBounds } from './plan-credits';
import { productNamed } from './price-list';
import type { StripeBooks } from './read-stripe';
import { type Segment, wordsOf } from './segments';

export interface Checked {
  problems: string[];
  /** By the oracle. */
  dueMinor: number;
}

export interface Settled {
  bills: Bills;
  /** Segments in which the keys never worked. */
  shutOut: ReadonlySet<Segment>;
}

/** A fixed price is due once for each period, and given back for one in which the keys never worked. */
export function checkLicences(
  play: Play,
  books: StripeBooks,
  segments: readonly Segment[],
  { bills, shutOut }: Settled,
): Checked {
  const checked: Checked = { problems: [], dueMinor: 0 };
  for (const segment of segments) {
    const product = productNamed(play.world.catalog, segment.productId);
    if (product.pricingModelType !== 'Tier' || segment.isGap) continue;
    const lines = bills.licences.filter(
      (one) =>
        one.subscriptionId === segment.subscriptionId &&
        one.start.getTime() === segment.start.getTime(),
    );
    const key = billKey(segment.subscriptionId, segment.start);
    const takenOff = bills.forgiven.get(key) ?? 0;
    const billedMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, -takenOff);
    const dueMinor = shutOut.has(segment)
      ? askedAnyway(bills, key, billedMinor)
      : licenceOf(play, books, segment, product);
    checked.dueMinor += dueMinor;
    if (billedMinor === dueMinor) continue;
    checked.problems.push(
      `${wordsOf(segment)}: its fixed price is ${dueMinor} cents and ${billedMinor} are billed`,
    );
  }
  return checked;
}

/** Nothing, unless it was asked for on an invoice that was given up as a whole. */
export function askedAnyway(bills: Bills, key: string, billedMinor: number): number {
  return billedMinor === (bills.givenUp.get(key) ?? 0) ? billedMinor : 0;
}

/** The whole price for a period from its start, else what is left of the month that a change of plan came in, to the second. */
function licenceOf(
  play: Play,
  books: StripeBooks,
  { subscriptionId, start }: Segment,
  product: Extract<Product, { pricingModelType: 'Tier' }>,
): number {
  const price = product.prices.unit.unitAmount;
  const subscription = books.subscriptions.find((one) => one.ours === subscriptionId);
  if (!subscription) return price;
  const cycle = cycleAt(subscription, play.pauses, start);
  const whole = cycle.end.getTime() - cycle.start.getTime();
  const left = cycle.end.getTime() - start.getTime();
  return Math.floor((2 * price * left + whole) / (2 * whole));
}

/** Leaving a quota that was paid for at once gives back what the rule says, of a change that was made. */
export function checkCredits(
  play: Play,
  books: StripeBooks,
  segments: readonly Segment[],
  bills: Bills,
): string[] {
  return bills.credits.flatMap(({ subscriptionId, at, amountMinor }) => {
    const segment = segments.find(
      (one) =>
        one.subscriptionId === subscriptionId &&
        one.end.getTime() === at.getTime() &&
        one.start < at,
    );
    const product = segment && productNamed(play.world.catalog, segment.productId);
    const subscription = books.subscriptions.find((one) => one.ours === subscriptionId);
    if (!segment || !subscription || product?.pricingModelType !== 'Tier')
      return [`${subscriptionId}: ${amountMinor} cents were given back for no change of plan`];
    const cycle = cycleAt(subscription, play.pauses, segment.start);
    const bounds = { product, cycle, segment, at, answered: play.answered };
    const { leastMinor, mostMinor } = creditBounds(bounds);
    if (amountMinor >= leastMinor && amountMinor <= mostMinor) return [];
    return [
      `${wordsOf(segment)}: ${amountMinor} cents were given back, and ${leastMinor} to ${mostMinor} are due`,
    ];
  });
}
