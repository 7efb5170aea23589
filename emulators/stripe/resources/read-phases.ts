import { lengthsOf, refuseInactive, refuseUnfitSet } from '../billing/item-rules';
import { currentPhase } from '../billing/schedule-phases';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { periodEnd } from '../money/period';
import { getPrice, refuseOtherCurrency } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import type { SubscriptionRow } from '../state/rows';
import type { PhaseItem, SchedulePhase, ScheduleRow } from '../state/schedule-rows';
import { invalid, missingParam, notEmulated } from '../wire/stripe-error';

export const phasesTakes = {
  items: { price: true, quantity: { min: 1 }, metadata: true },
  start_date: true,
  end_date: true,
  duration: { interval: true, interval_count: { min: 1 } },
  proration_behavior: true,
  metadata: true,
} as const;
type GivenPhase = NonNullable<
  Params<'POST /v1/subscription_schedules/:id', { readonly phases: typeof phasesTakes }>['phases']
>[number];

/** The phases as they are given, the current one first. */
export function readPhases(
  account: Account,
  row: ScheduleRow,
  given: readonly GivenPhase[],
): SchedulePhase[] {
  const subscription = getSubscription(account, row.subscription);
  let start = currentPhase(account, row)?.start ?? account.now();
  return given.map((one, index) => {
    const field = `phases[${index}]`;
    const startDate = one.start_date === 'now' ? account.now() : one.start_date;
    const endDate = one.end_date === 'now' ? account.now() : one.end_date;
    if (index === 0 && startDate !== undefined && startDate !== start) {
      throw invalid(
        'You can not modify the start date of the current phase.',
        `${field}[start_date]`,
      );
    }
    const items = readItems(account, { subscription, schedule: row }, one.items, field);
    if (endDate !== undefined && one.duration !== undefined)
      throw invalid('You may only specify one of `end_date` and `duration`.', field);
    if (endDate === undefined && one.duration === undefined)
      throw invalid('You must specify either `end_date` or `duration`.', field);
    const made = {
      start,
      end: endDate ?? endOf(start, one.duration),
      items,
      metadata: mergeMetadata({}, one.metadata),
    };
    if (made.end <= start) throw invalid('A phase must end after it starts.', `${field}[end_date]`);
    if (index === 0) refuseChangeNow(subscription, made);
    if (index < given.length - 1) refuseMidPeriod(account, subscription, made, field);
    start = made.end;
    return made;
  });
}

function readItems(
  account: Account,
  of: { readonly subscription: SubscriptionRow; readonly schedule: ScheduleRow },
  given: GivenPhase['items'],
  field: string,
): PhaseItem[] {
  const { subscription, schedule } = of;
  const known = new Set(
    [subscription, ...schedule.phases].flatMap(({ items }) => items.map(({ price }) => price)),
  );
  const items = given.map((one, index) => {
    const at = `${field}[items][${index}]`;
    if (one.price === undefined) throw missingParam(`${at}[price]`);
    const price = getPrice(account, one.price, `${at}[price]`);
    // What the subscription has, or was promised, it may keep.
    if (!known.has(price.id)) refuseInactive(account, price, `${at}[price]`);
    refuseOtherCurrency(price, subscription.currency, `${at}[price]`);
    const isMetered = price.recurring?.usageType === 'metered';
    if (isMetered && one.quantity !== undefined) {
      throw invalid(
        'Quantity should not be specified where usage_type is `metered`.',
        `${at}[quantity]`,
      );
    }
    return {
      price: price.id,
      quantity: isMetered ? null : (one.quantity ?? 1),
      metadata: mergeMetadata({}, one.metadata),
    };
  });
  const { billingMode } = subscription;
  refuseUnfitSet(account, items, { billingMode, param: `${field}[items]` });
  return items;
}

function endOf(start: number, duration: GivenPhase['duration']): number {
  if (!duration) return start;
  return periodEnd(start, start, {
    interval: duration.interval,
    intervalCount: duration.interval_count ?? 1,
  });
}

/** The current phase is what the subscription is; Stripe would change it at once. */
function refuseChangeNow({ items }: SubscriptionRow, phase: SchedulePhase): void {
  const isSame =
    items.length === phase.items.length &&
    phase.items.every((one) =>
      items.some(({ price, quantity }) => price === one.price && quantity === one.quantity),
    );
  if (isSame) return;
  throw notEmulated(
    'phases[0][items]',
    'The emulator schedules what follows; change what is now with the subscription.',
  );
}

/** Stripe can also change in the middle of a period. */
function refuseMidPeriod(
  account: Account,
  { anchor, items }: SubscriptionRow,
  phase: SchedulePhase,
  field: string,
): void {
  const isOfSameLength = [...lengthsOf(account, phase.items)].some((one) =>
    lengthsOf(account, items).has(one),
  );
  for (const { price } of phase.items) {
    const { recurring } = getPrice(account, price);
    if (!recurring) continue;
    const running = items.find((one) => one.price === price);
    let end = running && running.periodEnd > phase.start ? running.periodEnd : phase.start;
    while (end < phase.end) end = periodEnd(isOfSameLength ? anchor : phase.start, end, recurring);
    if (end !== phase.end) {
      throw notEmulated(`${field}[end_date]`, 'The emulator begins a phase when a period begins.');
    }
  }
}
