import {
  customersToSync,
  markDetailsDue,
  markDetailsSynced,
  usersToSync,
} from '../../db/customers';
import { withLease } from '../../db/leases';
import { findUser } from '../../db/users';
import { leaseName } from '../../kit/wire-names';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';

/**
 * Recorded before a name or an email changes, so that the payment provider gets the change whatever happens next.
 * Marking a customer without a change only repeats the same details.
 */
export function markCustomerDetails(deps: Needs<'db'>, userId: string): Promise<void> {
  return markDetailsDue(deps.db, userId);
}

/** Updates the provider now, for all of the user's customers; while it is unreachable the scheduled work retries. */
export async function syncCustomerDetails(
  deps: Needs<'db' | 'log' | 'payments'>,
  userId: string,
): Promise<void> {
  try {
    await syncDetails(deps, userId);
  } catch (error) {
    deps.log.error({ userId, err: error }, 'customer details are told later');
  }
}

/** Every one is tried; failures are collected. */
export async function syncDueCustomers(
  deps: Needs<'db' | 'payments'>,
  limit: number,
): Promise<{ synced: number; failures: Failure[] }> {
  const report = { synced: 0, failures: [] as Failure[] };
  for (const userId of await usersToSync(deps.db, limit)) {
    try {
      report.synced += await syncDetails(deps, userId);
    } catch (error) {
      report.failures.push(failureOf(`customers of ${userId}`, error));
    }
  }
  return report;
}

/** One at a time for a user: of two changes in a row, the older must not be sent last. */
async function syncDetails(deps: Needs<'db' | 'payments'>, userId: string): Promise<number> {
  const leased = await withLease(
    deps.db,
    leaseName.customer(userId),
    { waitMs: 5_000 },
    async () => {
      const user = await findUser(deps.db, userId);
      if (!user || user.closingAt) return 0;
      const customers = await customersToSync(deps.db, userId);
      for (const customer of customers) {
        if (customer.providerId !== null) {
          const { email, name } = user;
          await deps.payments.updateCustomer({ customerId: customer.providerId, email, name });
        }
        await markDetailsSynced(deps.db, customer);
      }
      return customers.length;
    },
  );
  return leased.kind === 'busy' ? 0 : leased.value;
}
