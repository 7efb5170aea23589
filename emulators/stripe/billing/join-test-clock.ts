import { customersOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { CustomerRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { reminderDueAt } from './reminder-due';
import { invoiceDueAt, saveCustomer, subscriptionDueAt } from './save';

const MOST_CUSTOMERS = 3;
const MOST_SUBSCRIPTIONS = 3;

/** From here on the customer, and all that is theirs, lives by this clock; there is no way back. */
export function joinTestClock(account: Account, customer: CustomerRow, clock: string): void {
  if (customer.testClock) {
    throw invalid(`The customer ${customer.id} is already attached to a test clock.`, 'customer');
  }
  refuseFullClock(account, clock);
  account.timelines.run(clock, () => {
    saveCustomer(account, { ...customer, testClock: clock });
    for (const row of account.subscriptions.group(customer.id)) {
      const dueAt = subscriptionDueAt(row);
      if (dueAt !== null) account.wake('subscription', row.id, dueAt);
      const reminderAt = reminderDueAt(row, account.settings.upcomingDays);
      if (reminderAt !== null) account.wake('reminder', row.id, reminderAt);
    }
    for (const row of account.invoices.group(customer.id)) {
      const dueAt = invoiceDueAt(row);
      if (dueAt !== null) account.wake('invoice', row.id, dueAt);
    }
  });
}

export function refuseFullClock(account: Account, clock: string): void {
  if (customersOf(account, clock).length >= MOST_CUSTOMERS) {
    throw invalid(`A test clock can have at most ${MOST_CUSTOMERS} customers.`, 'test_clock');
  }
}

/** Customers on a test clock may have three subscriptions each. */
export function refuseFullCustomer(account: Account, customer: CustomerRow | undefined): void {
  if (!customer?.testClock) return;
  const running = account.subscriptions
    .group(customer.id)
    .filter((one) => one.status !== 'canceled' && one.status !== 'incomplete_expired');
  if (running.length >= MOST_SUBSCRIPTIONS) {
    throw invalid(
      `A customer on a test clock can have at most ${MOST_SUBSCRIPTIONS} subscriptions.`,
      'customer',
    );
  }
}
