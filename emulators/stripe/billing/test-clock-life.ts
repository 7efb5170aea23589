import { plusMonths } from '../../core/months';
import { emit } from '../events/emit';
import type { Recurrence } from '../money/period';
import { renderCustomer } from '../objects/customer';
import { getPrice } from '../objects/price';
import { customersOf, renderTestClock } from '../objects/test-clock';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { SubscriptionRow } from '../state/rows';
import type { TestClockRow } from '../state/test-clock-rows';
import { invalid } from '../wire/stripe-error';
import { runTask } from './run-task';
import { endSubscription } from './subscription-status';

const MOST_CLOCKS = 100;
const KEPT_SECONDS = 7 * 86_400;

export function createTestClock(
  account: Account,
  input: { frozenTime: number; name: string | null },
): TestClockRow {
  if (account.timelines.clocks.size >= MOST_CLOCKS)
    throw invalid(`You have reached the maximum of ${MOST_CLOCKS} test clocks.`);
  const created = account.worldNow();
  const row = account.timelines.clocks.put({
    id: newId('clock_1', 23).replace('clock_1_', 'clock_1'),
    created,
    name: input.name,
    frozenTime: input.frozenTime,
    target: null,
    deletesAfter: created + KEPT_SECONDS,
  });
  account.wakeInWorld('test-clock', row.id, row.deletesAfter);
  emit(account, 'test_helpers.test_clock.created', renderTestClock(row));
  return row;
}

/** Sets a clock going; the work is done after the answer, as with Stripe. */
export function advanceTestClock(
  account: Account,
  row: TestClockRow,
  target: number,
): TestClockRow {
  if (row.target !== null) {
    throw invalid('This test clock is already advancing. Wait until its status is `ready`.');
  }
  if (target <= row.frozenTime) {
    throw invalid(
      "The new frozen time must be after the test clock's current frozen time.",
      'frozen_time',
    );
  }
  const furthest = furthestTarget(account, row);
  if (target > furthest) {
    throw invalid(
      `Cannot advance the test clock to ${target}: it may go at most two intervals of its shortest subscription (two years without one) ahead, which is ${furthest}.`,
      'frozen_time',
    );
  }
  const advancing = account.timelines.clocks.put({ ...row, target });
  emit(account, 'test_helpers.test_clock.advancing', renderTestClock(advancing));
  account.wakeInWorld('test-clock', row.id, account.world.clock.nowMs() / 1000);
  account.world.poke();
  return advancing;
}

/** Two intervals of the shortest subscription, or two years (Stripe API reference: advance a test clock). */
function furthestTarget(account: Account, row: TestClockRow): number {
  const intervals = customersOf(account, row.id)
    .flatMap((one) => account.subscriptions.group(one.id))
    .filter(isRunning)
    .flatMap((one) => one.items.flatMap((item) => getPrice(account, item.price).recurring ?? []));
  const ends = intervals.map((one) => twice(row.frozenTime, one));
  return ends.length === 0 ? plusMonths(row.frozenTime * 1000, 24) / 1000 : Math.min(...ends);
}

function twice(from: number, { interval, intervalCount }: Recurrence): number {
  if (interval === 'day') return from + 2 * intervalCount * 86_400;
  if (interval === 'week') return from + 2 * intervalCount * 7 * 86_400;
  const months = interval === 'year' ? 12 * intervalCount : intervalCount;
  return plusMonths(from * 1000, 2 * months) / 1000;
}

/** One instant of a clock that is advanced; the next one follows when the webhooks of this one are out. */
export function stepTestClock(account: Account, id: string): void {
  const row = account.timelines.clocks.get(id);
  if (!row) return;
  if (row.target === null) {
    if (row.deletesAfter <= account.worldNow()) deleteTestClock(account, row);
    return;
  }
  const schedule = account.timelines.scheduleOf(id);
  const dueMs = schedule.nextDue();
  if (dueMs === undefined || dueMs > row.target * 1000) {
    const ready = account.timelines.clocks.put({ ...row, frozenTime: row.target, target: null });
    emit(account, 'test_helpers.test_clock.ready', renderTestClock(ready));
    return;
  }
  account.timelines.clocks.put({ ...row, frozenTime: Math.max(row.frozenTime, dueMs / 1000) });
  account.timelines.run(id, () => {
    for (let task = schedule.take(dueMs); task; task = schedule.take(dueMs)) runTask(account, task);
  });
  account.wakeInWorld('test-clock', id, account.world.clock.nowMs() / 1000);
}

/** A clock takes its customers with it, and they their subscriptions. */
export function deleteTestClock(account: Account, row: TestClockRow): void {
  account.timelines.run(row.id, () => {
    for (const customer of customersOf(account, row.id)) {
      for (const one of account.subscriptions.group(customer.id)) {
        if (isRunning(one)) endSubscription(account, one, 'cancellation_requested');
      }
      emit(account, 'customer.deleted', renderCustomer(account, customer));
      account.customers.put({ ...customer, deleted: true });
    }
  });
  account.timelines.remove(row.id);
  emit(account, 'test_helpers.test_clock.deleted', renderTestClock(row));
}

function isRunning(row: SubscriptionRow): boolean {
  return row.status !== 'canceled' && row.status !== 'incomplete_expired';
}
