import type { Account } from '../account';
import { emit } from '../events';
import { invalid } from '../http/stripe-error';
import { newId, randomText } from '../ids';
import { isSent, renderInvoice } from '../objects/invoice';
import type {
  Decline,
  InvoiceRow,
  LineRow,
  PaymentMethodRow,
  SubscriptionRow,
  UsageRow,
} from '../rows';
import { heldUntil } from './hold-finalization';
import { dueOf, linesOf, totalOf } from './invoice-lines';
import { cancelPayment, openPayment, openPaymentOf, settlePayment } from './invoice-payments';
import { payIntent } from './pay-intent';
import { cardFor, NEEDS_AUTHENTICATION, NO_CARD } from './payment';
import { pendingItems, takeItems } from './pending-items';
import { saveCustomer, saveInvoice } from './save';
import { afterFailure, afterLastFailure, afterPaid } from './subscription-status';

const DAY = 86_400;

/** A draft for a subscription, told as `invoice.created`. */
export function draftInvoice(
  account: Account,
  subscription: SubscriptionRow,
  content: {
    billingReason: InvoiceRow['billingReason'];
    periodStart: number;
    periodEnd: number;
    lines: LineRow[];
    usage: UsageRow[];
    /** null = it is finalized by whoever made it. */
    finalizesAt: number | null;
    autoAdvance: boolean;
  },
): InvoiceRow {
  const id = newId('in_1', 23).replace('in_1_', 'in_1');
  const pending = pendingItems(account, subscription.customer, subscription.id);
  const row: InvoiceRow = {
    id,
    created: account.now(),
    customer: subscription.customer,
    subscription: subscription.id,
    subscriptionMetadata: subscription.metadata,
    status: 'draft',
    number: null,
    currency: subscription.currency,
    ...content,
    lines: [...content.lines, ...takeItems(account, id, pending)],
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    attemptCount: 0,
    automaticFailures: 0,
    nextAttempt: null,
    amountPaid: 0,
    paidOutOfBand: false,
    metadata: {},
    description: null,
    footer: null,
    defaultPaymentMethod: null,
    lastDecline: null,
    hostedKey: `acct_1Emulator/test_${randomText(32)}`,
  };
  saveInvoice(account, row);
  const event = emit(account, 'invoice.created', renderInvoice(account, row));
  return saveInvoice(account, { ...row, createdEvent: event.id });
}

/** Counts the usage, writes the lines down and opens the invoice; one over nothing is paid at once. */
export function finalize(account: Account, draft: InvoiceRow): InvoiceRow {
  const customer = account.customers.get(draft.customer);
  const number = `${customer?.invoicePrefix ?? 'DELETED'}-${`${customer?.nextInvoice ?? 1}`.padStart(4, '0')}`;
  if (customer) account.customers.put({ ...customer, nextInvoice: customer.nextInvoice + 1 });
  const lines = linesOf(account, draft);
  const open: InvoiceRow = {
    ...draft,
    ...takeCredit(account, draft.customer, totalOf(lines)),
    status: 'open',
    number,
    lines,
    usage: [],
    finalizedAt: account.now(),
    finalizesAt: null,
  };
  if (dueOf(account, open) > 0) {
    openPayment(account, open);
    return saveInvoice(account, open, 'invoice.finalized');
  }
  return markPaid(account, saveInvoice(account, open, 'invoice.finalized'), 0);
}

/** Takes credit off what is due; what falls below zero becomes credit. */
function takeCredit(
  account: Account,
  customerId: string,
  total: number,
): { startingBalance: number; endingBalance: number } {
  const customer = account.customers.get(customerId);
  const startingBalance = customer?.balance ?? 0;
  const endingBalance = Math.min(0, startingBalance + total);
  if (customer && endingBalance !== startingBalance)
    saveCustomer(account, { ...customer, balance: endingBalance });
  return { startingBalance, endingBalance };
}

/** Charges an open invoice. Answers the refusal, or null when it is paid. */
export function attempt(
  account: Account,
  open: InvoiceRow,
  how: {
    automatic: boolean;
    card?: PaymentMethodRow | undefined;
    /** The cardholder's bank was asked and said yes. */
    authenticated?: boolean | undefined;
  },
): Decline | null {
  const due = dueOf(account, open);
  const decline = charge(account, open, how.card ?? cardFor(account, open), how.authenticated);
  if (decline === null) {
    markPaid(account, { ...open, attemptCount: open.attemptCount + 1 }, due);
    return null;
  }
  const automaticFailures = open.automaticFailures + (how.automatic ? 1 : 0);
  const first = open.billingReason === 'subscription_create';
  const days = account.settings.retryDays[automaticFailures - 1];
  const last = how.automatic && !first && days === undefined;
  saveInvoice(
    account,
    {
      ...open,
      attemptCount: open.attemptCount + 1,
      automaticFailures,
      lastDecline: decline,
      nextAttempt: how.automatic ? nextAttempt(account, days, first) : open.nextAttempt,
    },
    'invoice.payment_failed',
    ...(decline === NEEDS_AUTHENTICATION ? ['invoice.payment_action_required'] : []),
  );
  if (last) afterLastFailure(account, open);
  else if (!first) afterFailure(account, open);
  return decline;
}

function charge(
  account: Account,
  open: InvoiceRow,
  card: PaymentMethodRow | undefined,
  authenticated = false,
): Decline | null {
  if (!card) return NO_CARD;
  const intent = openPaymentOf(account, open)?.intent ?? openPayment(account, open);
  return payIntent(account, intent, card, authenticated);
}

function nextAttempt(account: Account, days: number | undefined, first: boolean): number | null {
  return first || days === undefined ? null : account.now() + days * DAY;
}

export function markPaid(account: Account, open: InvoiceRow, amountPaid: number): InvoiceRow {
  settlePayment(account, open);
  const paid = saveInvoice(
    account,
    {
      ...open,
      status: 'paid',
      paidAt: account.now(),
      amountPaid,
      nextAttempt: null,
      lastDecline: null,
    },
    'invoice.paid',
    'invoice.payment_succeeded',
  );
  afterPaid(account, paid);
  return paid;
}

export function voidInvoice(account: Account, open: InvoiceRow): InvoiceRow {
  if (open.status !== 'open' && open.status !== 'uncollectible') {
    throw invalid(
      `You can only void open or uncollectible invoices. This invoice is ${open.status}.`,
    );
  }
  cancelPayment(account, open);
  giveBalanceBack(account, open);
  return saveInvoice(
    account,
    { ...open, status: 'void', voidedAt: account.now(), nextAttempt: null, autoAdvance: false },
    'invoice.voided',
  );
}

/** Credit that a voided invoice had used can be used again. */
function giveBalanceBack(account: Account, invoice: InvoiceRow): void {
  const used = (invoice.endingBalance ?? 0) - (invoice.startingBalance ?? 0);
  const customer = account.customers.get(invoice.customer);
  if (customer && used > 0)
    saveCustomer(account, { ...customer, balance: (customer.balance ?? 0) - used });
}

/** What an invoice does by itself when its time has come. */
export function runInvoice(account: Account, id: string): void {
  const row = account.invoices.get(id);
  if (!row?.autoAdvance) return;
  const now = account.now();
  if (row.status === 'draft' && row.finalizesAt !== null && row.finalizesAt <= now) {
    const held = heldUntil(account, row);
    if (held !== null) {
      account.wake('invoice', id, held);
      return;
    }
    const open = finalize(account, row);
    if (open.status === 'open') collect(account, open);
  } else if (row.status === 'open' && row.nextAttempt !== null && row.nextAttempt <= now) {
    attempt(account, row, { automatic: true });
  }
}

function collect(account: Account, open: InvoiceRow): void {
  if (isSent(open)) {
    saveInvoice(account, open, 'invoice.sent');
    return;
  }
  const pause = open.subscription
    ? account.subscriptions.get(open.subscription)?.pauseCollection
    : null;
  if (pause?.behavior === 'void') {
    voidInvoice(account, open);
  } else if (pause?.behavior === 'mark_uncollectible') {
    saveInvoice(
      account,
      { ...open, status: 'uncollectible', uncollectibleAt: account.now(), autoAdvance: false },
      'invoice.marked_uncollectible',
    );
  } else {
    attempt(account, open, { automatic: true });
  }
}
