import { emit } from '../events/emit';
import { settle } from '../money/settle-balance';
import { isSent, renderInvoice } from '../objects/invoice';
import { dueOf, linesOf, totalOf } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type {
  Decline,
  InvoiceRow,
  LineRow,
  PaymentMethodRow,
  SubscriptionRow,
  UsageRow,
} from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { changeBalance } from './change-balance';
import { deferredUntil } from './defer-finalization';
import { cancelPayment, openPayment, openPaymentOf, settlePayment } from './invoice-payments';
import { payIntent } from './pay-intent';
import { cardFor, NEEDS_AUTHENTICATION, NO_CARD, passesUnseen } from './payment';
import { pendingItems, takeItems } from './pending-items';
import { saveInvoice } from './save';
import { afterFailure, afterLastFailure, afterPaid } from './subscription-status';

const DAY = 86_400;

/** A draft for a subscription; sends `invoice.created`. */
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

/** Counts the usage, writes the lines down and opens the invoice; one with nothing to charge is paid at once. */
export function finalize(account: Account, draft: InvoiceRow): InvoiceRow {
  const customer = account.customers.get(draft.customer);
  const number = `${customer?.invoicePrefix ?? 'DELETED'}-${`${customer?.nextInvoice ?? 1}`.padStart(4, '0')}`;
  if (customer) account.customers.put({ ...customer, nextInvoice: customer.nextInvoice + 1 });
  const lines = linesOf(account, draft);
  const open: InvoiceRow = {
    ...draft,
    ...applyBalance(account, draft, totalOf(lines)),
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

/** The customer's balance takes part: credit pays, and what is too small to be charged is carried on. */
function applyBalance(
  account: Account,
  invoice: InvoiceRow,
  total: number,
): { startingBalance: number; endingBalance: number } {
  const customer = account.customers.get(invoice.customer);
  const startingBalance = customer?.balance ?? 0;
  const { endingBalance, isTooSmall } = settle(total, startingBalance, invoice.currency);
  if (customer && endingBalance !== startingBalance)
    changeBalance(account, customer, {
      amount: endingBalance - startingBalance,
      currency: invoice.currency,
      type: isTooSmall ? 'invoice_too_small' : 'applied_to_invoice',
      invoice: invoice.id,
    });
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
  const card = how.card ?? cardFor(account, open);
  const authenticated = how.authenticated ?? (how.automatic && passesUnseen(card));
  const decline = charge(account, open, card, authenticated);
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

/** What a voided invoice took from the balance, or asked for of it, is there again. */
function giveBalanceBack(account: Account, invoice: InvoiceRow): void {
  const amount = (invoice.startingBalance ?? 0) - (invoice.endingBalance ?? 0);
  const customer = account.customers.get(invoice.customer);
  if (customer && amount !== 0)
    changeBalance(account, customer, {
      amount,
      currency: invoice.currency,
      type: 'unapplied_from_invoice',
      invoice: invoice.id,
    });
}

/** What an invoice does by itself when its time has come. */
export function runInvoice(account: Account, id: string): void {
  const row = account.invoices.get(id);
  if (!row?.autoAdvance) return;
  const now = account.now();
  if (row.status === 'draft' && row.finalizesAt !== null && row.finalizesAt <= now) {
    const deferred = deferredUntil(account, row);
    if (deferred !== null) {
      account.wake('invoice', id, deferred);
      return;
    }
    collect(account, finalize(account, row));
  } else if (row.status === 'open' && row.nextAttempt !== null && row.nextAttempt <= now) {
    attempt(account, row, { automatic: true });
  }
}

/** What a finalized invoice meets: its subscription's pause, or a charge. */
export function collect(account: Account, open: InvoiceRow): void {
  if (open.status !== 'open' || isStopped(account, open)) return;
  if (isSent(open)) saveInvoice(account, open, 'invoice.sent');
  else attempt(account, open, { automatic: true });
}

/** A pause of collection makes an end of what is finalized in it, by itself or by hand. */
export function isStopped(account: Account, open: InvoiceRow): boolean {
  const pause = open.subscription
    ? account.subscriptions.get(open.subscription)?.pauseCollection
    : null;
  if (pause?.behavior === 'void') voidInvoice(account, open);
  else if (pause?.behavior === 'mark_uncollectible') markUncollectible(account, open);
  else return false;
  return true;
}

export function markUncollectible(account: Account, open: InvoiceRow): InvoiceRow {
  if (open.status !== 'open') {
    throw invalid(
      `You can only mark open invoices as uncollectible. This invoice is ${open.status}.`,
    );
  }
  return saveInvoice(
    account,
    {
      ...open,
      status: 'uncollectible',
      uncollectibleAt: account.now(),
      nextAttempt: null,
      autoAdvance: false,
    },
    'invoice.marked_uncollectible',
  );
}
