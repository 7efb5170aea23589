import type { SubscriptionWithCustomer } from '../../lib/db/subscriptions';
import type { Product } from '../../lib/domain/catalog/product';
import { quote } from '../../lib/domain/pricing/pricing';
import type { Play } from '../play/play';
import { billKey, billsOf } from './bills';
import {
  askedAnyway,
  type Checked,
  checkCredits,
  checkLicences,
  type Settled,
} from './check-licences';
import { checkSums } from './check-sums';
import { freeCallsOf } from './free-calls';
import { isMetered, priceOf, productNamed } from './price-list';
import type { StripeBooks, StripeSubscription } from './read-stripe';
import { type Segment, segmentsOf, wordsOf } from './segments';
import { readSuspensions, type Suspended } from './suspensions';

/** Billed calls are answered calls, and what is billed for them is their price, for every period that is over. */
export async function checkMoney(play: Play, books: StripeBooks): Promise<string[]> {
  const rows = new Map(play.subscriptions.map((row) => [row.id, row]));
  const isDuplicate = (one: StripeSubscription) => {
    const row = one.ours === null ? undefined : rows.get(one.ours);
    return !row || row.providerId !== one.id || isGivenBack(row);
  };
  const duplicates = books.subscriptions.filter(isDuplicate);
  const bills = billsOf(books, play.world.catalog, new Set(duplicates.map((one) => one.id)));
  const counted = books.subscriptions.filter((one) => !isDuplicate(one));
  const segments = counted.flatMap((one) =>
    segmentsOf(one, {
      changes: play.plans.changes,
      pauses: play.pauses,
      answered: play.answered,
      now: play.world.now(),
    }),
  );
  const suspensions = await readSuspensions(play);
  const shutOut = new Set(segments.filter((one) => isShutOut(play, one, suspensions.times)));
  const usage = checkUsage(play, segments, { bills, shutOut });
  const licences = checkLicences(play, books, segments, { bills, shutOut });
  const due = {
    usageMinor: usage.dueMinor,
    licencesMinor: licences.dueMinor,
    creditsMinor: bills.credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  };
  return [
    ...(bills.paidForDuplicatesMinor === 0
      ? []
      : [
          `${bills.paidForDuplicatesMinor} cents were kept for subscriptions that were one too many`,
        ]),
    ...suspensions.problems,
    ...usage.problems,
    ...(await checkCalls(play, books, segments)),
    ...licences.problems,
    ...checkCredits(play, books, segments, bills),
    ...checkSums(books, due, new Set(duplicates.map((one) => one.id))),
  ];
}

function isGivenBack(row: SubscriptionWithCustomer): boolean {
  return row.reversedAt !== null;
}

function isEnded(segment: Segment, now: Date): boolean {
  return segment.isLast || (segment.end <= now && segment.end > segment.start) || segment.end < now;
}

/** The keys never worked in a period that is over, so nothing is due for it. */
function isShutOut(play: Play, segment: Segment, suspensions: readonly Suspended[]): boolean {
  if (segment.isGap || segment.calls > 0 || !isEnded(segment, play.world.now())) return false;
  const bucket = Math.floor(segment.start.getTime() / 900_000) * 900_000;
  return suspensions.some(
    ({ subscriptionId, start, end }) =>
      subscriptionId === segment.subscriptionId &&
      start.getTime() <= bucket &&
      (end === null || end >= segment.end),
  );
}

function checkUsage(
  play: Play,
  segments: readonly Segment[],
  { bills, shutOut }: Settled,
): Checked {
  const problems: string[] = [];
  const due = new Map<string, { amountMinor: number; words: string[] }>();
  const billed = new Map(bills.usage);
  const rows = new Map(play.subscriptions.map((row) => [row.id, row]));
  const free = freeCalls(play, segments, rows);
  for (const segment of segments.filter((one) => !one.isGap)) {
    const gap = segments.find((one) => one.isGap && isPricedWith(one, segment));
    const product = productNamed(play.world.catalog, segment.productId);
    const key = billKey(segment.subscriptionId, segment.start);
    const isDue =
      isMetered(product) &&
      isEnded(segment, play.world.now()) &&
      !shutOut.has(segment) &&
      !isUnasked(segment, rows.get(segment.subscriptionId));
    // Calls before the gateway was suspended for a pause are priced from where the paused period stopped.
    const isGapDue = gap !== undefined && isEnded(gap, play.world.now());
    const calls = segment.calls + (isGapDue ? gap.calls : 0);
    // The first calls cost nothing anyway: those that were had elsewhere are counted before these.
    const missing = freeCallsMissing(product, { calls, free: free.get(segment) });
    const amountMinor = isDue ? priceOf(product, calls + missing) : 0;
    if (isDue && quote(product, calls + missing).totalMinor !== amountMinor) {
      problems.push(`quote of ${calls} calls of ${product.id} is not ${amountMinor}`);
    }
    if (gap) moveBills(billed, billKey(gap.subscriptionId, gap.start), key);
    const known = due.get(key) ?? { amountMinor: 0, words: [] };
    const billedMinor = (billed.get(key) ?? 0) - (bills.forgiven.get(key) ?? 0);
    const isShut = isMetered(product) && shutOut.has(segment);
    known.amountMinor += isShut ? askedAnyway(bills, key, billedMinor) : amountMinor;
    const after = gap ? ` and ${gap.calls} in the pause` : '';
    known.words.push(`${wordsOf(segment)}, ${segment.calls} calls${after}`);
    due.set(key, known);
  }
  for (const [key, { amountMinor, words }] of due) {
    const isLicensed = bills.licences.some((one) => billKey(one.subscriptionId, one.start) === key);
    const forgiven = isLicensed ? 0 : (bills.forgiven.get(key) ?? 0);
    const amount = (billed.get(key) ?? 0) - forgiven;
    if (amount === amountMinor) continue;
    problems.push(`${words.join(' and ')}: ${amountMinor} cents are due and ${amount} are billed`);
  }
  for (const [key, amount] of billed) {
    if (!due.has(key) && amount !== 0) problems.push(`${key}: ${amount} cents for no period`);
  }
  const dueMinor = [...due.values()].reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { problems, dueMinor };
}

/** What every segment has of its owner's free calls. */
function freeCalls(
  play: Play,
  segments: readonly Segment[],
  rows: ReadonlyMap<string, SubscriptionWithCustomer>,
): Map<Segment, number> {
  const all = new Map<Segment, number>();
  for (const productId of new Set(segments.map((one) => one.productId))) {
    const priced = segments
      .filter((one) => one.productId === productId && !one.isGap)
      .map((segment) => {
        const gaps = segments.filter((one) => one.isGap && isPricedWith(one, segment));
        const row = rows.get(segment.subscriptionId);
        return {
          segment,
          ownerId: row?.userId ?? '',
          calls: gaps.reduce((sum, gap) => sum + gap.calls, segment.calls),
          lockedOutAt: row?.cancelSuspendedAt ?? null,
        };
      });
    const product = productNamed(play.world.catalog, productId);
    for (const [segment, free] of freeCallsOf(priced, product)) all.set(segment, free);
  }
  return all;
}

function freeCallsMissing(
  product: Product,
  { calls, free }: { calls: number; free: number | undefined },
): number {
  if (product.pricingModelType !== 'Freemium' || free === undefined) return 0;
  return Math.min(product.prices.unit.quota * 100, calls) - free > 0
    ? product.prices.unit.quota * 100 - free
    : 0;
}

/** It began when its owner had asked for the end and was locked out: nothing of it was wanted, and nothing used. */
function isUnasked(segment: Segment, row: SubscriptionWithCustomer | undefined): boolean {
  const lockedOutAt = row?.cancelSuspendedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const bucket = Math.floor(segment.start.getTime() / 900_000) * 900_000;
  return segment.isLast && segment.calls === 0 && lockedOutAt <= bucket;
}

function isPricedWith(gap: Segment, paused: Segment): boolean {
  return (
    gap.subscriptionId === paused.subscriptionId &&
    gap.productId === paused.productId &&
    gap.pricedWith.getTime() === paused.start.getTime()
  );
}

function moveBills(billed: Map<string, number>, from: string, to: string): void {
  const amount = billed.get(from);
  if (amount === undefined || from === to) return;
  billed.delete(from);
  billed.set(to, (billed.get(to) ?? 0) + amount);
}

/** To the call, also where a price does not tell calls apart. */
async function checkCalls(
  play: Play,
  books: StripeBooks,
  segments: readonly Segment[],
): Promise<string[]> {
  const periods = await play.world.database.outside.billingPeriod.findMany();
  const byKey = new Map(periods.map((one) => [billKey(one.subscriptionId, one.start), one]));
  return segments.flatMap((segment) => {
    const product = productNamed(play.world.catalog, segment.productId);
    const isEmpty =
      segment.start.getTime() === segment.end.getTime() || (segment.isGap && segment.calls === 0);
    if (isEmpty || !isMetered(product) || !isEnded(segment, play.world.now())) return [];
    const isKnown = (one: Segment) => byKey.has(billKey(one.subscriptionId, one.start));
    // A pause that was over before anybody looked cut nothing: its calls count where it began, and are priced so either way.
    if (segment.isGap && !isKnown(segment)) return [];
    const gap = segments.find(
      (one) => one.isGap && isPricedWith(one, segment) && !segment.isGap && !isKnown(one),
    );
    const calls = segment.calls + (gap?.calls ?? 0);
    const period = byKey.get(billKey(segment.subscriptionId, segment.start));
    if (!period) return [`${wordsOf(segment)}: the application knows of no such period`];
    // Stripe lets the drafts of an unpaid subscription stand: what they say is compared in cents above.
    if (period.state === 'left-to-operator' && isStoppedDraft(books, period.invoiceId)) return [];
    if (period.state !== 'closed') return [`${wordsOf(segment)}: is ${period.state}, not closed`];
    // What was had of the free calls elsewhere is counted before its own.
    const before = period.allowanceUsed ?? 0;
    const billed = Math.max(0, Number(period.callsBilled ?? BigInt(before)) - before);
    if (billed === calls) return [];
    return [`${wordsOf(segment)}: ${calls} calls were answered and ${billed} count as billed`];
  });
}

function isStoppedDraft(books: StripeBooks, invoiceId: string | null): boolean {
  const invoice = books.invoices.find(({ id }) => id === invoiceId);
  return invoice?.status === 'draft' && invoice.auto_advance === false;
}
