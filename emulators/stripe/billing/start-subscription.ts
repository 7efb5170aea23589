import { periodEnd } from '../money/period';
import { settle } from '../money/settle-balance';
import { refuseSecondCurrency } from '../objects/customer';
import { totalOf } from '../objects/invoice-lines';
import { commonCurrency, getPrice } from '../objects/price';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { ItemRow, LineRow, Metadata, SubscriptionRow } from '../state/rows';
import { cardDeclined, invalid } from '../wire/stripe-error';
import { attempt, draftInvoice, finalize } from './invoice-life';
import { refuseUnfitSet } from './item-rules';
import { refuseFullCustomer } from './join-test-clock';
import { defaultCardOf, NO_CARD, refusalOf } from './payment';
import { lineOf, pendingItems } from './pending-items';
import { licensedLines } from './renewal';
import { saveCustomer, saveSubscription } from './save';

export interface NewSubscription {
  readonly customer: string;
  readonly items: readonly { price: string; quantity: number | null; metadata?: Metadata }[];
  /** Not given: the first price's own. */
  readonly currency?: string | undefined;
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly defaultPaymentMethod: string | null;
  readonly trialEnd: number | null;
  readonly trialWithoutCard: SubscriptionRow['trialWithoutCard'];
  readonly billingMode: SubscriptionRow['billingMode'];
  readonly cancelAtPeriodEnd: boolean;
  /** The cardholder's bank was asked and said yes. */
  readonly authenticated?: boolean;
  readonly paymentBehavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
}

/** Begins a subscription: its first period, its first invoice, its first charge. */
export function startSubscription(account: Account, input: NewSubscription): SubscriptionRow {
  const customer = account.customers.get(input.customer);
  refuseFullCustomer(account, customer);
  const draft = newRow(account, input);
  if (customer) refuseSecondCurrency(account, customer, draft.currency);
  const lines =
    draft.status === 'trialing'
      ? []
      : draft.items.flatMap((item) => licensedLines(account, draft, item));
  const due = firstDue(account, draft, lines);
  if (due > 0) refuseUnpayable(account, input);
  if (customer && customer.currency !== draft.currency)
    saveCustomer(account, { ...customer, currency: draft.currency });
  const created: SubscriptionRow = due > 0 ? { ...draft, status: 'incomplete' } : draft;
  if (beginsWithoutInvoice(account, created, lines))
    return saveSubscription(account, created, 'customer.subscription.created');
  const invoice = draftInvoice(account, created, {
    billingReason: 'subscription_create',
    periodStart: created.startDate,
    periodEnd: created.startDate,
    lines,
    usage: [],
    finalizesAt: null,
    autoAdvance: true,
  });
  saveSubscription(
    account,
    { ...created, latestInvoice: invoice.id },
    'customer.subscription.created',
  );
  const open = finalize(account, invoice);
  if (open.status === 'open' && input.paymentBehavior !== 'default_incomplete') {
    attempt(account, open, { automatic: true, authenticated: input.authenticated });
  }
  return account.subscriptions.get(created.id) ?? created;
}

/** Flexible billing makes no first invoice over usage alone; classic makes one over nothing. */
function beginsWithoutInvoice(
  account: Account,
  row: SubscriptionRow,
  lines: readonly LineRow[],
): boolean {
  return (
    row.billingMode === 'flexible' &&
    row.status !== 'trialing' &&
    lines.length + pendingItems(account, row.customer, row.id).length === 0
  );
}

/** What is charged at the start: with what waits for any invoice of the customer, after the balance. */
function firstDue(account: Account, row: SubscriptionRow, lines: readonly LineRow[]): number {
  const waiting = pendingItems(account, row.customer, row.id).map(lineOf);
  const balance = account.customers.get(row.customer)?.balance ?? 0;
  return settle(totalOf([...lines, ...waiting]), balance, row.currency).due;
}

/** Stripe begins nothing that is due at once for a customer without a card, unless the card comes with the payment. */
function refuseUnpayable(account: Account, input: NewSubscription): void {
  if (input.paymentBehavior === 'default_incomplete') return;
  const customer = account.customers.get(input.customer);
  const id = input.defaultPaymentMethod ?? defaultCardOf(customer);
  const card = id === null ? undefined : account.paymentMethods.get(id);
  if (!card) throw invalid(NO_CARD.message, undefined, 'resource_missing');
  if (input.paymentBehavior !== 'error_if_incomplete') return;
  const decline = refusalOf(account, card, input.authenticated);
  if (decline) throw cardDeclined(decline);
}

export function newRow(account: Account, input: NewSubscription): SubscriptionRow {
  refuseUnfitSet(account, input.items, { billingMode: input.billingMode, param: 'items' });
  const now = account.now();
  const trialing = input.trialEnd !== null && input.trialEnd > now;
  const items = input.items.map((item) =>
    newItem(account, item, { anchor: now, start: now, trialEnd: trialing ? input.trialEnd : null }),
  );
  const prices = items.map((item) => getPrice(account, item.price));
  const currency = commonCurrency(prices, input.currency, (index) => `items[${index}][price]`);
  const end = Math.min(...items.map((item) => item.periodEnd));
  return {
    id: newId('sub_1', 23).replace('sub_1_', 'sub_1'),
    created: now,
    customer: input.customer,
    status: trialing ? 'trialing' : 'active',
    items,
    currency,
    description: input.description,
    metadata: input.metadata,
    defaultPaymentMethod: input.defaultPaymentMethod,
    billingMode: input.billingMode,
    anchor: trialing && input.trialEnd !== null ? input.trialEnd : now,
    startDate: now,
    trialStart: trialing ? now : null,
    trialEnd: trialing ? input.trialEnd : null,
    trialWithoutCard: input.trialWithoutCard,
    cancelAtPeriodEnd: input.cancelAtPeriodEnd,
    cancelAt: input.cancelAtPeriodEnd ? end : null,
    canceledAt: input.cancelAtPeriodEnd ? now : null,
    endedAt: null,
    cancellation: {
      reason: input.cancelAtPeriodEnd ? 'cancellation_requested' : null,
      comment: null,
      feedback: null,
    },
    latestInvoice: null,
    pausedAt: null,
    pauseCollection: null,
  };
}

export function newItem(
  account: Account,
  item: { price: string; quantity: number | null; metadata?: Metadata },
  period: { anchor: number; start: number; trialEnd: number | null },
): ItemRow {
  const { recurring } = getPrice(account, item.price, 'items');
  if (!recurring) {
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      'items',
    );
  }
  return {
    id: newId('si', 14),
    created: account.now(),
    price: item.price,
    quantity: recurring.usageType === 'metered' ? null : (item.quantity ?? 1),
    periodStart: period.start,
    periodEnd: period.trialEnd ?? periodEnd(period.anchor, period.start, recurring),
    metadata: item.metadata ?? {},
  };
}
