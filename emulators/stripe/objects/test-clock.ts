import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { CustomerRow } from '../state/rows';
import type { TestClockRow } from '../state/test-clock-rows';
import { missing } from '../wire/stripe-error';

export function getTestClock(account: Account, id: string, param?: string): TestClockRow {
  const row = account.timelines.clocks.get(id);
  if (!row) throw missing('test_clock', id, param);
  return row;
}

/** The clock by which everything of a customer lives; null = the world's. */
export function clockOf(account: Account, customer: string | null): string | null {
  return (customer === null ? undefined : account.customers.get(customer)?.testClock) ?? null;
}

export function customersOf(account: Account, clock: string): CustomerRow[] {
  return account.customers.filter((one) => one.testClock === clock && !one.deleted);
}

/** Does work in the time by which a customer lives. It must not pause. */
export function inTimeOf<T>(account: Account, customer: string | null, work: () => T): T {
  return account.timelines.run(clockOf(account, customer), work);
}

export function renderTestClock(row: TestClockRow) {
  return {
    id: row.id,
    object: 'test_helpers.test_clock',
    created: row.created,
    deletes_after: row.deletesAfter,
    frozen_time: row.frozenTime,
    livemode: false,
    name: row.name,
    status: row.target === null ? 'ready' : 'advancing',
    status_details: row.target === null ? {} : { advancing: { target_frozen_time: row.target } },
  } satisfies Stripe.TestHelpers.TestClock;
}
