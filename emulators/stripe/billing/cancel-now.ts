import type { Account } from '../state/account';
import type { LineRow, SubscriptionRow } from '../state/rows';
import { collect, draftInvoice, finalize, voidInvoice } from './invoice-life';
import { pendingItems, waitForNext } from './pending-items';
import { unusedTime } from './proration';
import { usageUntil } from './renewal';
import { saveSubscription } from './save';
import { endSubscription } from './subscription-status';

/**
 * Ends a subscription at once. Usage since the last renewal is billed only with `invoiceNow`;
 * without it nobody ever pays for it, as with Stripe.
 */
export function cancelNow(
  account: Account,
  row: SubscriptionRow,
  how: { invoiceNow: boolean; prorate: boolean; comment: string | null; feedback: string | null },
): SubscriptionRow {
  if (row.status === 'incomplete') return giveUp(account, row, how);
  const now = account.now();
  const billed = row.status !== 'trialing';
  const usage = how.invoiceNow && billed ? usageUntil(account, row.items, now) : [];
  const credit: LineRow[] =
    how.prorate && billed
      ? row.items.flatMap((item) =>
          unusedTime(account, item, { from: now, currency: row.currency }),
        )
      : [];
  const lines = how.invoiceNow ? credit : [];
  if (!how.invoiceNow) waitForNext(account, row, credit, null);
  const pending = how.invoiceNow ? pendingItems(account, row.customer, row.id) : [];
  const draft =
    usage.length + lines.length + pending.length === 0
      ? null
      : draftInvoice(account, row, {
          billingReason: 'subscription_update',
          periodStart: Math.min(...row.items.map((item) => item.periodStart)),
          periodEnd: now,
          lines,
          usage,
          finalizesAt: null,
          autoAdvance: true,
        });
  const canceled = endSubscription(
    account,
    {
      ...row,
      latestInvoice: draft?.id ?? row.latestInvoice,
      canceledAt: now,
      cancellation: {
        reason: 'cancellation_requested',
        comment: how.comment,
        feedback: how.feedback,
      },
    },
    'cancellation_requested',
  );
  if (draft) collect(account, finalize(account, draft));
  return canceled;
}

/** What was never paid for has not begun: it expires at once, and its invoice is void. */
function giveUp(
  account: Account,
  row: SubscriptionRow,
  { comment, feedback }: { comment: string | null; feedback: string | null },
): SubscriptionRow {
  const first = account.invoices.get(row.latestInvoice ?? '');
  if (first?.status === 'open') voidInvoice(account, first);
  const now = account.now();
  return saveSubscription(
    account,
    {
      ...row,
      status: 'incomplete_expired',
      canceledAt: now,
      endedAt: now,
      cancellation: { reason: 'cancellation_requested', comment, feedback },
    },
    'customer.subscription.deleted',
  );
}
