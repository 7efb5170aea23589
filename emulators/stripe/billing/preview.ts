import type { Account } from '../account';
import { invalid } from '../http/stripe-error';
import { newId } from '../ids';
import type { InvoiceItemRow } from '../money-rows';
import type { InvoiceRow, LineRow, SubscriptionRow, UsageRow } from '../rows';
import { type ItemChange, planChange } from './change-items';
import { lineOf, pendingItems } from './pending-items';
import { licensedLines, nextPeriod, usageUntil } from './renewal';
import { phaseAt } from './schedule-phases';
import { newRow } from './start-subscription';

interface Content {
  readonly reason: InvoiceRow['billingReason'];
  readonly lines: LineRow[];
  readonly usage: UsageRow[];
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly due: number;
}

/** The subscription's next invoice as it would be now, after these changes. Nothing is written. */
export function previewRenewal(
  account: Account,
  row: SubscriptionRow,
  changes: readonly ItemChange[],
  behavior: 'always_invoice' | 'create_prorations' | 'none',
): InvoiceRow {
  if (row.status === 'canceled' || row.status === 'incomplete_expired') throw noneFor(row.customer);
  const planned = planChange(account, row, changes, behavior !== 'none');
  const changed = { ...row, items: planned.items };
  if (changes.length > 0 && behavior === 'always_invoice') {
    const now = account.now();
    return draft(account, changed, {
      ...planned,
      reason: 'subscription_update',
      periodStart: now,
      periodEnd: now,
      due: now,
    });
  }
  const next = renewalOf(account, changed);
  return draft(account, changed, {
    ...next,
    lines: [...planned.lines, ...next.lines],
    usage: [...planned.usage, ...next.usage],
  });
}

/** The first invoice of a subscription that isn't there yet. */
export function previewStart(
  account: Account,
  customer: string,
  items: readonly { price: string; quantity: number | null }[],
): InvoiceRow {
  const row = newRow(account, {
    customer,
    items,
    metadata: {},
    description: null,
    defaultPaymentMethod: null,
    trialEnd: null,
    trialWithoutCard: 'create_invoice',
    billingMode: 'flexible',
    cancelAtPeriodEnd: false,
    paymentBehavior: 'allow_incomplete',
  });
  return draft(account, row, {
    reason: 'subscription_create',
    lines: row.items.flatMap((item) => licensedLines(account, item)),
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
  return previewRenewal(account, first, [], 'none');
}

function renewalOf(account: Account, row: SubscriptionRow): Content {
  const end = Math.min(endOf(row), row.cancelAt ?? Infinity);
  const ended = row.items.filter((item) => item.periodEnd <= end);
  const goesOn = row.cancelAt === null || row.cancelAt > end;
  const phase = phaseAt(account, row.id, end);
  const usage =
    row.status === 'trialing' ? [] : usageUntil(account, goesOn ? ended : row.items, end);
  const lines = goesOn
    ? ended.flatMap((item) =>
        licensedLines(account, nextPeriod(account, row, { ...item, ...phase })),
      )
    : [];
  if (!goesOn && usage.length === 0) throw noneFor(row.customer);
  return {
    reason: 'subscription_cycle',
    lines,
    usage,
    periodStart: Math.min(...row.items.map((item) => item.periodStart)),
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
