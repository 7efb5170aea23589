import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { InvoiceItemRow } from '../state/money-rows';
import type { InvoiceRow, LineRow, SubscriptionRow, UsageRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { type ItemChange, type ProrationBehavior, planChange } from './change-items';
import { lengthChanges } from './item-rules';
import { lineOf, pendingItems } from './pending-items';
import { unusedTime } from './proration';
import { creditAt, licensedLines, linesInAdvance, nextPeriod, usageUntil } from './renewal';
import { itemsInPhase, phaseAt } from './schedule-phases';
import { newRow } from './start-subscription';

interface Content {
  readonly reason: InvoiceRow['billingReason'];
  readonly lines: LineRow[];
  readonly usage: UsageRow[];
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly due: number;
}

export interface Previewed {
  readonly changes: readonly ItemChange[];
  readonly behavior: ProrationBehavior;
  /** Seconds; from when on unused and remaining time are counted. */
  readonly prorationDate?: number | undefined;
  /** It ended at once, with all that is owed invoiced. */
  readonly cancelNow?: boolean | undefined;
  /** It ends then; null = it does not end. */
  readonly cancelAt?: number | 'period_end' | null | undefined;
  readonly trialEnd?: number | 'now' | undefined;
}

/** The subscription's next invoice as it would be now, after these changes. Nothing is written. */
export function previewRenewal(
  account: Account,
  row: SubscriptionRow,
  wanted: Previewed,
): InvoiceRow {
  if (['canceled', 'incomplete_expired', 'paused'].includes(row.status))
    throw noneFor(row.customer);
  const prorate = wanted.behavior !== 'none';
  const planned = planChange(account, row, wanted.changes, { prorate, at: wanted.prorationDate });
  const changed = withTrial(account, { ...row, items: planned.items }, wanted.trialEnd);
  if (wanted.cancelNow) return draft(account, changed, endOfAll(account, changed, prorate));
  if (wanted.changes.length > 0 && wanted.behavior === 'always_invoice') {
    const now = account.now();
    return draft(account, changed, {
      ...planned,
      reason: 'subscription_update',
      periodStart: now,
      periodEnd: now,
      due: now,
    });
  }
  const next = renewalOf(account, withEnd(changed, wanted.cancelAt, prorate));
  return draft(account, changed, {
    ...next,
    lines: [...planned.lines, ...next.lines],
    usage: [...planned.usage, ...next.usage],
  });
}

/** The trial goes on until then, or is over now; its end is where the next period begins. */
function withTrial(
  account: Account,
  row: SubscriptionRow,
  trialEnd: Previewed['trialEnd'],
): SubscriptionRow {
  if (trialEnd === undefined || (trialEnd === 'now' && row.status !== 'trialing')) return row;
  const at = trialEnd === 'now' ? account.now() : trialEnd;
  const items = row.items.map((item) => ({ ...item, periodEnd: at }));
  return { ...row, status: 'trialing', items, anchor: at, trialEnd: at };
}

function withEnd(
  row: SubscriptionRow,
  cancelAt: Previewed['cancelAt'],
  prorate: boolean,
): SubscriptionRow {
  if (cancelAt === undefined) return row;
  const at = cancelAt === 'period_end' ? endOf(row) : cancelAt;
  return { ...row, cancelAt: at, cancelProrates: prorate };
}

function endOfAll(account: Account, row: SubscriptionRow, prorate: boolean): Content {
  const now = account.now();
  const billed = row.status !== 'incomplete' && row.status !== 'trialing';
  const span = { from: now, currency: row.currency };
  return {
    reason: 'subscription_update',
    lines: billed && prorate ? row.items.flatMap((item) => unusedTime(account, item, span)) : [],
    usage: billed ? usageUntil(account, row.items, now) : [],
    periodStart: Math.min(...row.items.map((item) => item.periodStart)),
    periodEnd: now,
    due: now,
  };
}

/** The first invoice of a subscription that isn't there yet. */
export function previewStart(
  account: Account,
  customer: string,
  items: readonly { price: string; quantity: number | null }[],
  how: { trialEnd: number | null; currency: string | undefined },
): InvoiceRow {
  const row = newRow(account, {
    customer,
    items,
    metadata: {},
    description: null,
    defaultPaymentMethod: null,
    ...how,
    trialWithoutCard: 'create_invoice',
    billingMode: 'flexible',
    cancelAtPeriodEnd: false,
    paymentBehavior: 'allow_incomplete',
  });
  return draft(account, row, {
    reason: 'subscription_create',
    lines:
      row.status === 'trialing'
        ? []
        : row.items.flatMap((item) => licensedLines(account, row, item)),
    usage: [],
    periodStart: row.startDate,
    periodEnd: row.startDate,
    due: row.startDate,
  });
}

/** The customer's next invoice: that of the subscription which is due first. */
export function previewNext(account: Account, customer: string): InvoiceRow {
  const [first] = account.subscriptions
    .group(customer)
    .filter((one) => ['active', 'trialing', 'past_due', 'unpaid'].includes(one.status))
    .toSorted((a, b) => endOf(a) - endOf(b));
  if (!first) throw noneFor(customer);
  return previewRenewal(account, first, { changes: [], behavior: 'none' });
}

function renewalOf(account: Account, row: SubscriptionRow): Content {
  const end = Math.min(endOf(row), row.cancelAt ?? Infinity);
  const ended = row.items.filter((item) => item.periodEnd <= end);
  const goesOn = row.cancelAt === null || row.cancelAt > end;
  const due = itemsInPhase(account, row.items, phaseAt(account, row.id, end), end);
  const anchor = lengthChanges(account, row.items, due) ? end : row.anchor;
  const usage =
    row.status === 'trialing' ? [] : usageUntil(account, goesOn ? ended : row.items, end);
  const lines = goesOn
    ? due
        .filter((item) => item.periodEnd <= end)
        .flatMap((item) => linesInAdvance(account, row, nextPeriod(account, { anchor }, item)))
    : creditAt(account, row, end);
  if (!goesOn && usage.length + lines.length === 0) throw noneFor(row.customer);
  return {
    reason: 'subscription_cycle',
    lines,
    usage,
    periodStart: Math.min(...(goesOn ? ended : row.items).map((item) => item.periodStart)),
    periodEnd: end,
    due: end,
  };
}

function draft(account: Account, row: SubscriptionRow, content: Content): InvoiceRow {
  const pending: InvoiceItemRow[] = pendingItems(account, row.customer, row.id);
  return {
    id: newId('upcoming_in_1', 23).replace('in_1_', 'in_1'),
    created: content.due,
    customer: row.customer,
    subscription: account.subscriptions.get(row.id) ? row.id : null,
    subscriptionMetadata: row.metadata,
    status: 'draft',
    number: null,
    currency: row.currency,
    billingReason: content.reason,
    periodStart: content.periodStart,
    periodEnd: content.periodEnd,
    autoAdvance: true,
    finalizesAt: content.due + account.settings.renewalGraceSeconds,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    attemptCount: 0,
    automaticFailures: 0,
    nextAttempt: null,
    amountPaid: 0,
    paidOutOfBand: false,
    lines: [...content.lines, ...pending.map(lineOf)],
    usage: content.usage,
    metadata: {},
    description: null,
    footer: null,
    defaultPaymentMethod: null,
    lastDecline: null,
    hostedKey: '',
  };
}

function endOf(row: SubscriptionRow): number {
  return Math.min(...row.items.map((item) => item.periodEnd));
}

function noneFor(customer: string) {
  return invalid(
    `No upcoming invoices for customer: ${customer}`,
    undefined,
    'invoice_upcoming_none',
  );
}
