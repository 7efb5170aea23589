import {
  findCustomerByProvider,
  listSubscriptionsOfCustomer,
  markCustomerDeleted,
} from '../../db/customers';
import { markProblem } from '../audit/subscription-problems';
import type { Needs } from '../deps';

/**
 * Whether the provider has deleted a customer, asked when an event says so or something failed with it. That is final:
 * what was not billed is recorded as lost instead of being retried for months, and the next checkout creates a new
 * customer. An unknown customer is no reason, because wrong keys look the same.
 */
export async function isCustomerDeleted(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  providerId: string,
): Promise<boolean> {
  const customer = await findCustomerByProvider(deps.db, providerId);
  if (!customer) return false;
  if (customer.deletedAt) return true;
  if ((await deps.payments.readCustomer(providerId)) !== 'deleted') return false;
  const at = await deps.clock.now();
  for (const row of await listSubscriptionsOfCustomer(deps.db, customer.id)) {
    const open = await openAmount(deps, row.providerId);
    await markProblem(deps, row, { kind: 'customer-deleted', details: open });
  }
  if (!(await markCustomerDeleted(deps.db, customer.id, at))) return true;
  deps.log.error({ customerId: customer.id, providerId }, 'a customer was deleted at the provider');
  return true;
}

/** What its open invoices charge, which nobody will pay. */
async function openAmount(
  deps: Needs<'payments'>,
  providerId: string | null,
): Promise<{ openMinor: number; currency: string | null }> {
  const open = { openMinor: 0, currency: null as string | null };
  if (providerId === null) return open;
  for (const invoice of await deps.payments.listInvoices(providerId)) {
    if (invoice.state !== 'open') continue;
    open.openMinor += invoice.totalMinor;
    open.currency = invoice.currency;
  }
  return open;
}
