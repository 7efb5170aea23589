import { countedUsage } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import type { ItemRow, LineRow, SubscriptionRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { bill } from './change-items';
import { waitForNext } from './pending-items';
import { unusedTime } from './proration';
import { usageUntil } from './renewal';
import { saveSubscription } from './save';

export interface Pausing {
  /** Whether the usage of the period so far is billed. */
  readonly usageThrough: 'now' | 'none';
  /** From when on licensed items are paid back. */
  readonly unusedFrom: 'now' | 'item_current_period_start' | 'none';
  readonly invoicing: 'invoice' | 'pending_invoice_item';
}

/** Stops a subscription: no renewals until it is resumed. A trial has nothing to bill and nothing to give back. */
export function pause(account: Account, row: SubscriptionRow, how: Pausing): SubscriptionRow {
  if (row.status !== 'active' && row.status !== 'trialing' && row.status !== 'past_due') {
    throw invalid(`This subscription cannot be paused because its status is ${row.status}.`);
  }
  const now = account.now();
  const isTrial = row.status === 'trialing';
  const isUsageBilled = how.usageThrough === 'now' && !isTrial;
  const usage = isUsageBilled ? usageUntil(account, row.items, now) : [];
  const lines = isTrial ? [] : row.items.flatMap((item) => unused(account, row, item, how));
  const paused = saveSubscription(
    account,
    {
      ...row,
      status: 'paused',
      pausedAt: now,
      // What was billed is not billed again after the pause.
      items: isUsageBilled
        ? row.items.map((item) => (item.quantity === null ? { ...item, periodStart: now } : item))
        : row.items,
    },
    'customer.subscription.paused',
  );
  if (how.invoicing === 'invoice') return bill(account, paused, lines, usage);
  waitForNext(account, paused, [...lines, ...countedUsage(account, row, usage)]);
  return paused;
}

function unused(
  account: Account,
  { currency }: SubscriptionRow,
  item: ItemRow,
  { unusedFrom }: Pausing,
): LineRow[] {
  if (unusedFrom === 'none') return [];
  return unusedTime(account, item, {
    currency,
    from: unusedFrom === 'now' ? account.now() : item.periodStart,
  });
}
