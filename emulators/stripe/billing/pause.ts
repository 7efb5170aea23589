import type { Account } from '../account';
import { invalid } from '../http/stripe-error';
import { getPrice } from '../objects/price';
import type { ItemRow, SubscriptionRow } from '../rows';
import { attempt, draftInvoice, finalize } from './invoice-life';
import { periodEnd } from './period';
import { licensedLines, usageUntil } from './renewal';
import { saveSubscription } from './save';

/** Stops a subscription: no renewals until it is resumed. Usage so far is billed unless that is declined. */
export function pause(account: Account, row: SubscriptionRow, billUsage: boolean): SubscriptionRow {
  if (row.status !== 'active' && row.status !== 'trialing' && row.status !== 'past_due') {
    throw invalid(`This subscription cannot be paused because its status is ${row.status}.`);
  }
  const now = account.now();
  const usage = billUsage && row.status !== 'trialing' ? usageUntil(account, row.items, now) : [];
  const invoice = usage.length === 0 ? null : charge(account, row, { usage, lines: [] });
  const paused: SubscriptionRow = {
    ...row,
    status: 'paused',
    pausedAt: now,
    latestInvoice: invoice ?? row.latestInvoice,
    // What was billed is not billed again after the pause.
    items:
      usage.length === 0
        ? row.items
        : row.items.map((item) => (item.quantity === null ? { ...item, periodStart: now } : item)),
  };
  return saveSubscription(account, paused, 'customer.subscription.paused');
}

/** Goes on: with a new period from now, or within the periods that it had. */
export function resume(
  account: Account,
  row: SubscriptionRow,
  anchor: 'now' | 'unchanged',
): SubscriptionRow {
  if (row.status !== 'paused') {
    throw invalid(`This subscription cannot be resumed because its status is ${row.status}.`);
  }
  const now = account.now();
  const anchorAt = anchor === 'now' ? now : row.anchor;
  const begun = row.items
    .filter((item) => anchor === 'now' || item.periodEnd <= now)
    .map((item) => item.id);
  const items = row.items.map((item) =>
    begun.includes(item.id) ? currentPeriod(account, item, anchorAt, now) : item,
  );
  const resumed: SubscriptionRow = {
    ...row,
    status: 'active',
    pausedAt: null,
    anchor: anchorAt,
    items,
    trialEnd: row.trialEnd === null ? null : Math.min(row.trialEnd, now),
  };
  const lines = items
    .filter((item) => begun.includes(item.id))
    .flatMap((item) => licensedLines(account, item));
  saveSubscription(account, resumed, 'customer.subscription.resumed');
  if (lines.length > 0) {
    const latestInvoice = charge(account, resumed, { usage: [], lines });
    const current = account.subscriptions.get(row.id) ?? resumed;
    saveSubscription(account, { ...current, latestInvoice });
  }
  return account.subscriptions.get(row.id) ?? resumed;
}

function currentPeriod(account: Account, item: ItemRow, anchor: number, now: number): ItemRow {
  const { recurring } = getPrice(account, item.price);
  if (!recurring) return item;
  let start = anchor === now ? now : item.periodEnd;
  let end = periodEnd(anchor, start, recurring);
  while (end <= now) {
    start = end;
    end = periodEnd(anchor, start, recurring);
  }
  return { ...item, periodStart: start, periodEnd: end };
}

function charge(
  account: Account,
  row: SubscriptionRow,
  content: Pick<Parameters<typeof draftInvoice>[2], 'lines' | 'usage'>,
): string {
  const draft = draftInvoice(account, row, {
    billingReason: 'subscription_update',
    periodStart: Math.min(...row.items.map((item) => item.periodStart)),
    periodEnd: account.now(),
    ...content,
    finalizesAt: null,
    autoAdvance: true,
  });
  const open = finalize(account, draft);
  if (open.status === 'open') attempt(account, open, { automatic: true });
  return draft.id;
}
