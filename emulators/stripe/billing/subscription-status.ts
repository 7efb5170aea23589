import type { Account } from '../state/account';
import type { InvoiceRow, SubscriptionRow } from '../state/rows';
import { saveInvoice, saveSubscription } from './save';
import { cancelSchedule } from './schedule-phases';

/** An invoice was paid: the subscription is in good standing again when nothing else is owed. */
export function afterPaid(account: Account, invoice: InvoiceRow): void {
  const row = subscriptionOf(account, invoice);
  if (!row) return;
  if (row.status === 'incomplete') {
    saveSubscription(account, {
      ...row,
      status: row.trialEnd !== null && row.trialEnd > account.now() ? 'trialing' : 'active',
    });
  } else if ((row.status === 'past_due' || row.status === 'unpaid') && !owes(account, row)) {
    saveSubscription(account, { ...row, status: 'active' });
  } else if (row.status === 'paused' && row.resumesWith === invoice.id) {
    continueRenewal(account, row);
  }
}

/** A pause is over. */
export function continueRenewal(account: Account, row: SubscriptionRow): SubscriptionRow {
  return saveSubscription(
    account,
    { ...row, status: 'active', pausedAt: null, resumesWith: null },
    'customer.subscription.resumed',
  );
}

/** A renewal's charge failed and will be tried again. */
export function afterFailure(account: Account, invoice: InvoiceRow): void {
  const row = subscriptionOf(account, invoice);
  if (row?.status === 'active') saveSubscription(account, { ...row, status: 'past_due' });
}

/** The last retry failed. */
export function afterLastFailure(account: Account, invoice: InvoiceRow): void {
  const row = subscriptionOf(account, invoice);
  if (!row || (row.status !== 'past_due' && row.status !== 'active')) return;
  if (account.settings.afterRetries === 'unpaid') {
    saveSubscription(account, { ...row, status: 'unpaid' });
    return;
  }
  endSubscription(account, row, 'payment_failed');
}

/** The end, for good. */
export function endSubscription(
  account: Account,
  row: SubscriptionRow,
  reason: NonNullable<SubscriptionRow['cancellation']['reason']>,
): SubscriptionRow {
  const now = account.now();
  const ended: SubscriptionRow = {
    ...row,
    status: 'canceled',
    canceledAt: row.canceledAt ?? now,
    endedAt: now,
    cancellation: { ...row.cancellation, reason: row.cancellation.reason ?? reason },
  };
  cancelSchedule(account, row.id);
  const saved = saveSubscription(account, ended, 'customer.subscription.deleted');
  stopCollection(account, row);
  return saved;
}

/** Nobody is charged by itself for what has ended: its open invoices wait until somebody asks for the money. */
function stopCollection(account: Account, row: SubscriptionRow): void {
  for (const one of account.invoices.group(row.customer)) {
    if (one.subscription === row.id && one.status === 'open' && one.autoAdvance)
      saveInvoice(account, { ...one, autoAdvance: false, nextAttempt: null });
  }
}

function owes(account: Account, row: SubscriptionRow): boolean {
  return account.invoices
    .group(row.customer)
    .some((one) => one.subscription === row.id && one.status === 'open' && one.attemptCount > 0);
}

function subscriptionOf(account: Account, invoice: InvoiceRow): SubscriptionRow | undefined {
  return invoice.subscription === null
    ? undefined
    : account.subscriptions.get(invoice.subscription);
}
