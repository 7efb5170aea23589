import { emit, emitChange } from '../events/emit';
import { renderCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { renderSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import type { CustomerRow, InvoiceRow, SubscriptionRow } from '../state/rows';
import { reminderDueAt } from './reminder-due';

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
  wakeAgain(
    account,
    'subscription',
    next.id,
    subscriptionDueAt(next),
    before && subscriptionDueAt(before),
  );
  const { upcomingDays } = account.settings;
  wakeAgain(
    account,
    'reminder',
    next.id,
    reminderDueAt(next, upcomingDays),
    before && reminderDueAt(before, upcomingDays),
  );
  return next;
}

/** A wake-up that is pending already is not scheduled again. */
function wakeAgain(
  account: Account,
  kind: string,
  id: string,
  at: number | null,
  before: number | null | undefined,
): void {
  if (at === null || (at === before && at > account.now())) return;
  account.wake(kind, id, at);
}

/**
 * Writes an invoice and emits these events about it; before them, what changed of one that was there already,
 * and of its customer. That a draft was finalized has an event of its own.
 */
export function saveInvoice(account: Account, next: InvoiceRow, ...types: string[]): InvoiceRow {
  const before = account.invoices.get(next.id);
  const shownBefore = before && renderInvoice(account, before);
  const customer = account.customers.get(next.customer);
  const customerBefore = customer && !customer.deleted && renderCustomer(account, customer);
  account.invoices.put(next);
  const isFinalized = before?.finalizedAt === null && next.finalizedAt !== null;
  if (shownBefore && !isFinalized)
    emitChange(account, 'invoice.updated', shownBefore, renderInvoice(account, next));
  // The customer owes, or owes no more.
  if (customer && customerBefore)
    emitChange(account, 'customer.updated', customerBefore, renderCustomer(account, customer));
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

/** When something happens to it by itself, in seconds. */
export function subscriptionDueAt(row: SubscriptionRow): number | null {
  switch (row.status) {
    case 'incomplete':
      return row.created + INCOMPLETE_SECONDS;
    case 'trialing':
    case 'active':
    case 'past_due':
    case 'unpaid':
      return Math.min(row.cancelAt ?? Infinity, ...row.items.map((item) => item.periodEnd));
    case 'incomplete_expired':
    case 'canceled':
    case 'paused':
      return null;
    default:
      return row.status satisfies never;
  }
}

export function invoiceDueAt(row: InvoiceRow): number | null {
  if (!row.autoAdvance) return null;
  if (row.status === 'draft') return row.finalizesAt;
  return row.status === 'open' ? row.nextAttempt : null;
}
