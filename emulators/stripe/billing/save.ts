import type { Account } from '../account';
import { emit, emitChange } from '../events';
import { renderCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { renderSubscription } from '../objects/subscription';
import type { CustomerRow, InvoiceRow, SubscriptionRow } from '../rows';

/** Writes a subscription and says what changed: as an update, or as the event that is named. */
export function saveSubscription(
  account: Account,
  next: SubscriptionRow,
  type?: string,
): SubscriptionRow {
  const before = account.subscriptions.get(next.id);
  const shownBefore = before && renderSubscription(account, before);
  account.subscriptions.put(next);
  const shown = renderSubscription(account, next);
  if (type !== undefined) emit(account, type, shown);
  else if (shownBefore) emitChange(account, 'customer.subscription.updated', shownBefore, shown);
  const dueAt = subscriptionDueAt(next);
  if (dueAt !== null) account.wake('subscription', next.id, dueAt);
  return next;
}

/** Writes an invoice and emits these events about it. */
export function saveInvoice(account: Account, next: InvoiceRow, ...types: string[]): InvoiceRow {
  account.invoices.put(next);
  for (const type of types) emit(account, type, renderInvoice(account, next));
  const dueAt = invoiceDueAt(next);
  if (dueAt !== null) account.wake('invoice', next.id, dueAt);
  return next;
}

export function saveCustomer(account: Account, next: CustomerRow): CustomerRow {
  const before = account.customers.get(next.id);
  const shownBefore = before && renderCustomer(account, before);
  account.customers.put(next);
  const shown = renderCustomer(account, next);
  if (shownBefore) emitChange(account, 'customer.updated', shownBefore, shown);
  else emit(account, 'customer.created', shown);
  return next;
}

const INCOMPLETE_SECONDS = 23 * 3600;
const TOLD_AHEAD_SECONDS = 3 * 86_400;

/** When something happens to it by itself, in seconds. */
export function subscriptionDueAt(row: SubscriptionRow): number | null {
  switch (row.status) {
    case 'incomplete':
      return row.created + INCOMPLETE_SECONDS;
    case 'trialing':
      return Math.min(trialEndToldAt(row) ?? Infinity, endsAt(row));
    case 'active':
    case 'past_due':
    case 'unpaid':
      return endsAt(row);
    case 'incomplete_expired':
    case 'canceled':
    case 'paused':
      return null;
    default:
      return row.status satisfies never;
  }
}

function endsAt(row: SubscriptionRow): number {
  return Math.min(row.cancelAt ?? Infinity, ...row.items.map((item) => item.periodEnd));
}

/** Stripe tells three days ahead that a trial ends; at once where it is shorter than that. */
export function trialEndToldAt(row: SubscriptionRow): number | null {
  if (row.status !== 'trialing' || row.trialEndTold || row.trialEnd === null) return null;
  return Math.max(row.startDate, row.trialEnd - TOLD_AHEAD_SECONDS);
}

export function invoiceDueAt(row: InvoiceRow): number | null {
  if (!row.autoAdvance) return null;
  if (row.status === 'draft') return row.finalizesAt;
  return row.status === 'open' ? row.nextAttempt : null;
}
