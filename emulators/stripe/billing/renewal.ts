import { mergeMetadata } from '../http/params';
import { periodEnd } from '../money/period';
import { makeLines } from '../objects/invoice-lines';
import { getPrice } from '../objects/price';
import type { Account } from '../state/account';
import type { ItemRow, LineRow, SubscriptionRow, UsageRow } from '../state/rows';
import { draftInvoice, voidInvoice } from './invoice-life';
import { lengthChanges } from './item-rules';
import { defaultCardOf } from './payment';
import { remainingTime, unusedTime } from './proration';
import { saveSubscription, subscriptionDueAt } from './save';
import { itemsInPhase, phaseAt } from './schedule-phases';
import { endSubscription } from './subscription-status';

/** What a subscription does by itself when its time has come. */
export function runSubscription(account: Account, id: string): void {
  const row = account.subscriptions.get(id);
  const dueAt = row && subscriptionDueAt(row);
  if (!row || dueAt === null || dueAt === undefined || dueAt > account.now()) return;
  if (row.status === 'incomplete') expireIncomplete(account, row);
  else if (row.cancelAt !== null && row.cancelAt <= account.now())
    endAtCancelDate(account, row, row.cancelAt);
  else if (row.status === 'trialing') endTrial(account, row);
  else renew(account, row);
}

function expireIncomplete(account: Account, row: SubscriptionRow): void {
  const invoice = row.latestInvoice === null ? undefined : account.invoices.get(row.latestInvoice);
  if (invoice?.status === 'open') voidInvoice(account, invoice);
  saveSubscription(account, { ...row, status: 'incomplete_expired', endedAt: account.now() });
}

/** The last invoice holds the usage since the last renewal; nothing is charged in advance any more. */
function endAtCancelDate(account: Account, row: SubscriptionRow, at: number): void {
  const usage = row.status === 'trialing' ? [] : usageUntil(account, row.items, at);
  const lines = row.status === 'trialing' ? [] : creditAt(account, row, at);
  const latestInvoice =
    usage.length + lines.length > 0
      ? draftRenewal(account, row, { lines, usage, at })
      : row.latestInvoice;
  endSubscription(account, { ...row, latestInvoice }, 'cancellation_requested');
}

/** An end in the middle of a period gives the rest of it back, where that was asked for. */
export function creditAt(account: Account, row: SubscriptionRow, at: number): LineRow[] {
  if (!row.cancelProrates) return [];
  return row.items.flatMap((item) =>
    item.periodEnd > at ? unusedTime(account, item, { from: at, currency: row.currency }) : [],
  );
}

function endTrial(account: Account, row: SubscriptionRow): void {
  const customer = account.customers.get(row.customer);
  const hasCard = row.defaultPaymentMethod !== null || defaultCardOf(customer) !== null;
  if (!hasCard && row.trialWithoutCard === 'cancel') {
    endSubscription(account, row, 'payment_failed');
  } else if (!hasCard && row.trialWithoutCard === 'pause') {
    saveSubscription(
      account,
      { ...row, status: 'paused', pausedAt: account.now() },
      'customer.subscription.paused',
    );
  } else {
    renew(account, row);
  }
}

/** The next period begins: its licensed part and the usage of the one that ended are drafted as an invoice. */
export function renew(account: Account, row: SubscriptionRow): void {
  const now = account.now();
  const ended = row.items.filter((item) => item.periodEnd <= now);
  const at = Math.min(...ended.map((item) => item.periodEnd));
  const phase = phaseAt(account, row.id, now);
  const due = itemsInPhase(account, row.items, phase, at);
  const anchor = lengthChanges(account, row.items, due) ? at : row.anchor;
  const begun = due.map((item) =>
    item.periodEnd <= now ? nextPeriod(account, { anchor }, item) : null,
  );
  const items = due.map((item, index) => begun[index] ?? item);
  // Usage during a trial is a gift.
  const usage = row.status === 'trialing' ? [] : usageUntil(account, ended, now);
  const lines = begun.flatMap((item) => (item ? linesInAdvance(account, row, item) : []));
  const next: SubscriptionRow = {
    ...row,
    anchor,
    items,
    // What ends within its new period is paid no further.
    cancelProrates: false,
    metadata: mergeMetadata(row.metadata, phase?.metadata),
    status: row.status === 'trialing' ? 'active' : row.status,
  };
  const latestInvoice = draftRenewal(account, { ...next, items: ended }, { lines, usage, at });
  saveSubscription(account, { ...next, latestInvoice });
}

function draftRenewal(
  account: Account,
  row: SubscriptionRow,
  content: { lines: LineRow[]; usage: UsageRow[]; at: number },
): string {
  // Nobody expects an unpaid subscription to be paid: its invoices wait for a person.
  const deferred = row.status === 'unpaid' || row.pauseCollection?.behavior === 'keep_as_draft';
  return draftInvoice(account, row, {
    billingReason: 'subscription_cycle',
    periodStart: Math.min(...row.items.map((item) => item.periodStart)),
    periodEnd: content.at,
    lines: content.lines,
    usage: content.usage,
    finalizesAt: account.now() + account.settings.renewalGraceSeconds,
    autoAdvance: !deferred,
  }).id;
}

export function nextPeriod(
  account: Account,
  { anchor }: Pick<SubscriptionRow, 'anchor'>,
  item: ItemRow,
): ItemRow {
  const { recurring } = getPrice(account, item.price);
  if (!recurring) return item;
  return {
    ...item,
    periodStart: item.periodEnd,
    periodEnd: periodEnd(anchor, item.periodEnd, recurring),
  };
}

/** The metered items' usage from the start of their period to its end, or to an earlier instant. */
export function usageUntil(account: Account, items: readonly ItemRow[], until: number): UsageRow[] {
  return items
    .filter((item) => getPrice(account, item.price).recurring?.usageType === 'metered')
    .map((item) => ({
      item: item.id,
      price: item.price,
      periodStart: item.periodStart,
      periodEnd: Math.min(item.periodEnd, until),
    }));
}

/** What an item costs in advance, up to the end of the subscription where that comes first. */
export function linesInAdvance(account: Account, row: SubscriptionRow, item: ItemRow): LineRow[] {
  if (row.cancelAt === null || row.cancelAt >= item.periodEnd)
    return licensedLines(account, row, item);
  const span = { from: item.periodStart, until: row.cancelAt, currency: row.currency };
  return remainingTime(account, item, span);
}

/** What an item costs in advance; usage costs nothing in advance. */
export function licensedLines(
  account: Account,
  { currency }: Pick<SubscriptionRow, 'currency'>,
  item: ItemRow,
): LineRow[] {
  if (item.quantity === null) return [];
  return makeLines(account, {
    price: item.price,
    currency,
    item: item.id,
    quantity: `${item.quantity}`,
    periodStart: item.periodStart,
    periodEnd: item.periodEnd,
  });
}
