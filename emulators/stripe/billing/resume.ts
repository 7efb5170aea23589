import { periodEnd } from '../money/period';
import { getPrice } from '../objects/price';
import type { Account } from '../state/account';
import type { ItemRow, LineRow, SubscriptionRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { bill, type ProrationBehavior } from './change-items';
import { attempt, draftInvoice, finalize, voidInvoice } from './invoice-life';
import { waitForNext } from './pending-items';
import { remainingTime } from './proration';
import { licensedLines } from './renewal';
import { saveSubscription } from './save';
import { continueRenewal } from './subscription-status';

export interface Resuming {
  /** A new period from now, or the periods that it had, of which the rest is owed. */
  readonly anchor: 'now' | 'unchanged';
  readonly proration: ProrationBehavior;
  /** Whether it goes on when its invoice has been tried, or only when that is paid. */
  readonly goesOn: 'resume_on_payment_attempt' | 'resume_on_payment_success';
}

export function resume(account: Account, row: SubscriptionRow, how: Resuming): SubscriptionRow {
  if (row.status !== 'paused') {
    throw invalid(`This subscription cannot be resumed because its status is ${row.status}.`);
  }
  const now = account.now();
  const anchor = how.anchor === 'now' ? now : row.anchor;
  const items = row.items.map((item) =>
    how.anchor === 'now' || item.periodEnd <= now ? currentPeriod(account, item, anchor) : item,
  );
  const planned: SubscriptionRow = {
    ...row,
    anchor,
    items,
    trialEnd: row.trialEnd === null ? null : Math.min(row.trialEnd, now),
  };
  const lines = owed(account, planned, how);
  const isInvoiced = how.anchor === 'now' || how.proration === 'always_invoice';
  const waits = how.goesOn === 'resume_on_payment_success' && isInvoiced && lines.length > 0;
  if (waits) return resumeOncePaid(account, planned, lines);
  const resumed = continueRenewal(account, planned);
  if (isInvoiced) return bill(account, resumed, lines, []);
  waitForNext(account, resumed, lines);
  return resumed;
}

/** Stays paused until the invoice is paid, in this call or later (see afterPaid). */
function resumeOncePaid(account: Account, row: SubscriptionRow, lines: LineRow[]): SubscriptionRow {
  const earlier = row.resumesWith ? account.invoices.get(row.resumesWith) : undefined;
  if (earlier?.status === 'open') voidInvoice(account, earlier);
  const draft = draftInvoice(account, row, {
    billingReason: 'subscription_update',
    periodStart: account.now(),
    periodEnd: account.now(),
    lines,
    usage: [],
    finalizesAt: null,
    autoAdvance: true,
  });
  saveSubscription(account, { ...row, latestInvoice: draft.id, resumesWith: draft.id });
  const open = finalize(account, draft);
  if (open.status === 'open') attempt(account, open, { automatic: true });
  return account.subscriptions.get(row.id) ?? row;
}

function owed(account: Account, row: SubscriptionRow, how: Resuming): LineRow[] {
  const { items, currency } = row;
  if (how.anchor === 'now') return items.flatMap((item) => licensedLines(account, row, item));
  if (how.proration === 'none') return [];
  return items.flatMap((item) => remainingTime(account, item, { from: account.now(), currency }));
}

/** The period that now lies in, counted from the anchor. */
function currentPeriod(account: Account, item: ItemRow, anchor: number): ItemRow {
  const { recurring } = getPrice(account, item.price);
  if (!recurring) return item;
  const now = account.now();
  let start = anchor === now ? now : item.periodEnd;
  let end = periodEnd(anchor, start, recurring);
  while (end <= now) {
    start = end;
    end = periodEnd(anchor, start, recurring);
  }
  return { ...item, periodStart: start, periodEnd: end };
}
