import { z } from 'zod';
import {
  acceptPrice,
  choosePeriodPrice,
  viewSwappedPeriods,
} from '../../lib/use-cases/operator/prices';
import { priceAt } from '../schedule/price-at';
import type { Step } from '../schedule/step';
import { readSubscriptions } from '../truth/read-stripe';
import { outcomeOf } from './outcome';
import type { Play } from './play';

const OPERATOR = 'operator-1';
const KEY = { authorization: 'Bearer sk_test_operator00' };

/** Longer than any answer takes; a failure of the schedule may keep it back. */
const PATIENCE_MS = 5_000;

/** At Stripe's dashboard: a price that nobody but a person has made. */
export async function swapPrice(
  play: Play,
  step: Extract<Step, { kind: 'swap-price' }>,
): Promise<string> {
  const row = play.nth(step.subscription);
  if (!row?.providerId || row.endedAt) return 'nobody';
  await play.plans.noteWish(row, 'now');
  const one = (await readSubscriptions(play.world)).find(({ id }) => id === row.providerId);
  const product = one && play.prices.product(one.productId);
  if (!one || one.endedAt || one.status !== 'active') return 'not running';
  if (product?.pricingModelType !== 'Metered' && product?.pricingModelType !== 'Tier')
    return 'not this product';
  // A period without a second in it could not be distinguished from the next one.
  if (one.itemStart >= play.world.now()) return 'not in its first second';
  const terms = priceAt(product, step.percent);
  const isMetered = terms.pricingModelType === 'Metered';
  const price = await post(play, 'prices', {
    product: `tollgate_${one.productId}`,
    currency: 'usd',
    'recurring[interval]': 'month',
    ...(terms.pricingModelType === 'Metered' && {
      'recurring[usage_type]': 'metered',
      'recurring[meter]': one.meterId ?? '',
      unit_amount_decimal: String(terms.prices.metered.unitAmount / 100),
    }),
    ...(terms.pricingModelType === 'Tier' && {
      unit_amount: String(terms.prices.unit.unitAmount),
    }),
  });
  if (!price) return 'no price was made';
  play.prices.byHand(price, terms);
  // What was paid in advance stays: only another amount for calls can be split in the middle of a period.
  const bills = isMetered ? step.bills : 'none';
  await post(play, `subscriptions/${one.id}`, {
    'items[0][id]': one.itemId,
    'items[0][price]': price,
    proration_behavior: bills,
  });
  const after = (await readSubscriptions(play.world)).find(({ id }) => id === one.id);
  if (after?.priceId !== price) return 'refused';
  play.prices.swaps.push({
    subscriptionId: row.id,
    at: play.world.now(),
    priceId: price,
    isBilled: bills !== 'none',
  });
  return `${row.id}: ${price}`;
}

export async function acceptSwapped(play: Play, index: number): Promise<string> {
  const row = play.nth(index);
  if (!row) return 'nobody';
  const input = { subscriptionId: row.id, actor: OPERATOR };
  const outcome = await play.replicas.run(0, (deps) => acceptPrice(deps, input));
  return `${row.id}: ${outcomeOf(outcome, ({ kind }) => kind)}`;
}

/** The operator settles every period whose price was swapped. */
export async function choosePrices(play: Play, which: 'first' | 'other'): Promise<string> {
  const words: string[] = [];
  for (const { id: subscriptionId } of play.subscriptions) {
    // What Stripe has billed at one price can only be settled at that.
    const isBilled = play.prices.swaps.some(
      (one) => one.subscriptionId === subscriptionId && one.isBilled,
    );
    const isFirst = which === 'first' || isBilled;
    const periods = await viewSwappedPeriods({ db: play.world.database.outside }, subscriptionId);
    for (const { start, choices } of periods) {
      const choice = choices.find((one) => one.isFirst === isFirst);
      if (!choice) continue;
      const { versionId } = choice;
      const input = { subscriptionId, start, versionId, actor: OPERATOR };
      const outcome = await play.replicas.run(0, (deps) => choosePeriodPrice(deps, input));
      if (await isSettled(play, { subscriptionId, start }))
        play.choices.push({ subscriptionId, start, isFirst });
      words.push(
        `${subscriptionId}: ${outcomeOf(outcome, ({ kind }) => `${kind} ${choice.words}`)}`,
      );
    }
  }
  return words.join('; ') || 'nothing to choose';
}

/** Whatever the process that was asked could still say. */
async function isSettled(
  play: Play,
  { subscriptionId, start }: { subscriptionId: string; start: Date },
): Promise<boolean> {
  const left = await viewSwappedPeriods({ db: play.world.database.outside }, subscriptionId);
  return !left.some((one) => one.start.getTime() === start.getTime());
}

/** The rows of a release that knew of no versions. What an operator has to decide would be lost with them. */
export async function loseVersions(play: Play): Promise<string> {
  const db = play.world.database.outside;
  if (play.prices.swaps.length > 0) return 'not after prices were swapped by hand';
  await db.$transaction([
    db.subscription.updateMany({ data: { planVersionId: null } }),
    db.billingPeriod.updateMany({ data: { planVersionId: null } }),
    db.planVersion.deleteMany(),
  ]);
  return 'lost';
}

const made = z.object({ id: z.string() });

/** The id of what it made or changed; null where a failure of the schedule hit it. */
async function post(
  play: Play,
  what: string,
  form: Record<string, string>,
): Promise<string | null> {
  const answer = await fetch(`${play.world.emulators.stripeUrl}/v1/${what}`, {
    method: 'POST',
    headers: KEY,
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (!answer?.ok) return null;
  const text: unknown = await answer.json().catch(() => null);
  return made.safeParse(text).data?.id ?? null;
}
