import { emit } from '../events/emit';
import { renderSchedule } from '../objects/subscription-schedule';
import type { Account } from '../state/account';
import type { SchedulePhase, ScheduleRow } from '../state/schedule-rows';
import { invalid } from '../wire/stripe-error';

/** What a subscription is from this instant on. */
export function takePhase(
  account: Account,
  subscription: string,
  at: number,
): SchedulePhase | undefined {
  const row = activeScheduleOf(account, subscription);
  const phase = row?.phases.findLast((one) => one.start <= at);
  if (!row || !phase) return undefined;
  return phase;
}

/** The same, without taking it. */
export function phaseAt(
  account: Account,
  subscription: string,
  at: number,
): { price: string; quantity: number | null } | undefined {
  const phase = activeScheduleOf(account, subscription)?.phases.findLast((one) => one.start <= at);
  return phase && { price: phase.price, quantity: phase.quantity };
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
