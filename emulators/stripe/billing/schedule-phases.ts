import { emit } from '../events/emit';
import { mergeMetadata } from '../http/params';
import { renderSchedule } from '../objects/subscription-schedule';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { ItemRow } from '../state/rows';
import type { SchedulePhase, ScheduleRow } from '../state/schedule-rows';
import { invalid } from '../wire/stripe-error';

/** The phase that a subscription is in from this instant on. */
export function phaseAt(
  account: Account,
  subscription: string,
  at: number,
): SchedulePhase | undefined {
  return activeScheduleOf(account, subscription)?.phases.findLast((one) => one.start <= at);
}

/**
 * The items as the phase wants them. They are known by their prices; where one price takes the place of one other, the
 * item stays the same. What is new has no period yet: its first one begins at this instant.
 */
export function itemsInPhase(
  account: Account,
  items: readonly ItemRow[],
  phase: SchedulePhase | undefined,
  at: number,
): ItemRow[] {
  if (!phase) return [...items];
  const left = items.filter((one) => !phase.items.some(({ price }) => price === one.price));
  const added = phase.items.filter(({ price }) => !items.some((one) => one.price === price));
  const successor = left.length === 1 && added.length === 1 ? left[0] : undefined;
  return phase.items.map(({ price, quantity, metadata }) => {
    const known = items.find((one) => one.price === price) ?? successor;
    const begins = { id: newId('si', 14), created: account.now(), periodStart: at, periodEnd: at };
    return {
      ...(known ?? begins),
      price,
      quantity,
      metadata: mergeMetadata(known?.metadata ?? {}, metadata),
    };
  });
}

export function activeScheduleOf(account: Account, subscription: string): ScheduleRow | undefined {
  return account.schedules.group(subscription).find((one) => one.status === 'active');
}

/** The last phase is over: the subscription goes on by itself. */
export function runSchedule(account: Account, id: string): void {
  const row = account.schedules.get(id);
  const end = row?.phases.at(-1)?.end;
  if (row?.status === 'active' && end !== undefined && end <= account.now()) release(account, row);
}

/** Its subscription has ended. */
export function cancelSchedule(account: Account, subscription: string): void {
  const row = activeScheduleOf(account, subscription);
  if (!row) return;
  const saved = account.schedules.put({ ...row, status: 'canceled', canceledAt: account.now() });
  emit(account, 'subscription_schedule.canceled', renderSchedule(account, saved));
}

/** The phase that the subscription is in. */
export function currentPhase(account: Account, row: ScheduleRow): SchedulePhase | undefined {
  return row.phases.findLast((one) => one.start <= account.now());
}

/** The subscription goes on as it is and follows nobody any more. */
export function release(account: Account, row: ScheduleRow): ScheduleRow {
  if (row.status !== 'active') {
    throw invalid(
      `You cannot release a subscription schedule that is currently in the \`${row.status}\` status.`,
    );
  }
  const saved = account.schedules.put({ ...row, status: 'released', releasedAt: account.now() });
  emit(account, 'subscription_schedule.released', renderSchedule(account, saved));
  return saved;
}
