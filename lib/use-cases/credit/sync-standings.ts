import { findCustomerByProvider } from '../../db/customers';
import type { BillingCustomer } from '../../db/generated/client';
import { customersToRead, markStandingsRead, putStanding } from '../../db/standings';
import { findByProvider } from '../../db/subscriptions';
import type { InvoiceStanding } from '../../ports/provider-invoice';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { keepTakenBack } from './internal/record-taken-back';

/** Reads one invoice again and records its state; null when it is not one of ours. */
export async function keepStanding(
  deps: Needs<'clock' | 'db' | 'payments'>,
  invoiceId: string,
): Promise<{ standing: InvoiceStanding; userId: string } | null> {
  const readAt = await deps.clock.now();
  const standing = await deps.payments.readStanding(invoiceId);
  if (!standing) return null;
  const customer = await findCustomerByProvider(deps.db, standing.customerId);
  if (!customer) return null;
  await write(deps, standing, customer.userId, readAt);
  return { standing, userId: customer.userId };
}

/** The same for all invoices of a customer. */
export async function keepStandingsOf(
  deps: Needs<'clock' | 'db' | 'payments'>,
  customer: Pick<BillingCustomer, 'id' | 'providerId' | 'userId'>,
): Promise<void> {
  if (customer.providerId === null) return;
  const readAt = await deps.clock.now();
  for (const standing of await deps.payments.listStandings(customer.providerId)) {
    await write(deps, standing, customer.userId, readAt);
  }
}

/**
 * Before anything is decided about an owner: customers from before invoices were kept are read once, so that nobody who has
 * paid for years counts as new on the day of an update.
 */
export async function ensureStandings(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  userId: string,
): Promise<void> {
  for (const customer of await customersToRead(deps.db, { userId, limit: 100 })) {
    await readWhole(deps, customer);
  }
}

const PER_RUN = 200;

/** The same for everybody, some in each run; a run that was cut short is continued with the rest. */
export async function readStandingsLeft(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 100;
  for (const customer of await customersToRead(deps.db, { limit: PER_RUN })) {
    if (performance.now() > stopAt) break;
    try {
      await readWhole(deps, customer);
    } catch (error) {
      failures.push(failureOf(customer.id, error));
    }
  }
  return failures;
}

async function readWhole(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  customer: BillingCustomer,
): Promise<void> {
  if (customer.providerId === null) return;
  const readAt = await deps.clock.now();
  let isKnownToHavePaid = false;
  for (const standing of await deps.payments.listStandings(customer.providerId)) {
    await write(deps, standing, customer.userId, readAt);
    if (standing.state !== 'paid' || standing.paidMinor === 0 || isKnownToHavePaid) continue;
    // Refunds and disputes of old invoices are looked up until one is found whose money stayed.
    isKnownToHavePaid = (await takenBack(deps, standing.id)) < standing.paidMinor;
  }
  await markStandingsRead(deps.db, customer.id, readAt);
}

/** A key that may not read disputes yet must not shut anybody out: what can't be read counts as kept. */
async function takenBack(
  deps: Needs<'db' | 'log' | 'payments'>,
  invoiceId: string,
): Promise<number> {
  try {
    return await keepTakenBack(deps, invoiceId);
  } catch (error) {
    deps.log.warn({ invoiceId, err: error }, 'what was taken back of an old invoice is not known');
    return 0;
  }
}

async function write(
  deps: Needs<'db'>,
  standing: InvoiceStanding,
  userId: string,
  readAt: Date,
): Promise<void> {
  const { customerEmail, providerSubscriptionId, isCollectedByProvider, ...facts } = standing;
  const row = await findByProvider(deps.db, {
    providerId: providerSubscriptionId,
    checkoutId: null,
  });
  await putStanding(deps.db, { ...facts, userId, subscriptionId: row?.id ?? null, readAt });
}
