import { emit } from '../events/emit';
import { renderInvoice } from '../objects/invoice';
import { renderSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import type { SubscriptionRow } from '../state/rows';
import { StripeError } from '../wire/stripe-error';
import { previewRenewal } from './preview';
import { reminderDueAt, trialReminderAt, upcomingAt } from './reminder-due';

/** Tells what is coming: a trial's end three days before, a renewal some days before. Each once. */
export function runReminders(account: Account, id: string): void {
  const row = account.subscriptions.get(id);
  if (!row) return;
  const now = account.now();
  const trialAt = trialReminderAt(row);
  const renewalAt = upcomingAt(row, account.settings.upcomingDays);
  const reported = { ...row.reported };
  if (trialAt !== null && trialAt <= now) reported.trialEnd = row.trialEnd;
  if (renewalAt !== null && renewalAt <= now) reported.renewal = endOf(row);
  const next = account.subscriptions.put({ ...row, reported });
  if (reported.trialEnd !== row.reported?.trialEnd)
    emit(account, 'customer.subscription.trial_will_end', renderSubscription(account, next));
  if (reported.renewal !== row.reported?.renewal) emitUpcoming(account, next);
  const dueAt = reminderDueAt(next, account.settings.upcomingDays);
  if (dueAt !== null) account.wake('reminder', id, dueAt);
}

function emitUpcoming(account: Account, row: SubscriptionRow): void {
  try {
    const invoice = previewRenewal(account, row, { changes: [], behavior: 'none' });
    emit(account, 'invoice.upcoming', renderInvoice(account, invoice));
  } catch (error) {
    // It ends with its period and owes nothing: nothing is coming.
    if (!(error instanceof StripeError)) throw error;
  }
}

function endOf(row: SubscriptionRow): number {
  return Math.min(...row.items.map((item) => item.periodEnd));
}
