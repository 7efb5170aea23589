import { refuseFinalizationTime } from '../billing/finalization-time';
import { usableCard } from '../billing/payment-methods';
import { pendingItems, takeItems } from '../billing/pending-items';
import { saveInvoice } from '../billing/save';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { currencyOf } from '../money/currencies';
import { refuseSecondCurrency } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { InvoiceRow } from '../state/rows';
import { invalid, missing, missingParam } from '../wire/stripe-error';

const DAY = 86_400;
const created = {
  auto_advance: true,
  automatically_finalizes_at: true,
  collection_method: true,
  currency: true,
  customer: true,
  days_until_due: { min: 0 },
  default_payment_method: true,
  description: { max: 1500 },
  metadata: true,
  pending_invoice_items_behavior: true,
} as const;

/** An invoice outside of any subscription; its lines are invoice items: those that wait, or put on it later. */
function create(account: Account, params: Params<'POST /v1/invoices', typeof created>): InvoiceRow {
  if (params.customer === undefined) throw missingParam('customer');
  const customer = account.customers.get(params.customer);
  if (!customer || customer.deleted) throw missing('customer', params.customer, 'customer');
  const daysUntilDue = daysOf(params);
  const now = account.now();
  const id = newId('in_1', 23).replace('in_1_', 'in_1');
  const behavior = params.pending_invoice_items_behavior ?? 'exclude';
  const waiting = behavior === 'exclude' ? [] : pendingItems(account, customer.id, null);
  const given = params.currency === undefined ? undefined : currencyOf(params.currency);
  const currency = given ?? waiting[0]?.currency ?? customer.currency ?? 'usd';
  refuseSecondCurrency(account, customer, currency);
  const taken = waiting.filter((one) => one.currency === currency);
  const autoAdvance = params.auto_advance ?? false;
  const asked = params.automatically_finalizes_at;
  if (asked !== undefined) refuseFinalizationTime(account, { status: 'draft', autoAdvance }, asked);
  const inAnHour = autoAdvance ? now + account.settings.renewalGraceSeconds : null;
  return saveInvoice(
    account,
    {
      id,
      created: now,
      customer: customer.id,
      subscription: null,
      subscriptionMetadata: {},
      status: 'draft',
      number: null,
      currency,
      billingReason: 'manual',
      periodStart: now,
      periodEnd: now,
      autoAdvance,
      finalizesAt: asked ?? inAnHour,
      ...(asked === undefined ? {} : { finalizesAsAsked: true }),
      finalizedAt: null,
      paidAt: null,
      voidedAt: null,
      uncollectibleAt: null,
      attemptCount: 0,
      automaticFailures: 0,
      nextAttempt: null,
      amountPaid: 0,
      paidOutOfBand: false,
      lines: takeItems(account, id, taken),
      usage: [],
      metadata: mergeMetadata({}, params.metadata),
      description: params.description ?? null,
      footer: null,
      defaultPaymentMethod:
        params.default_payment_method === undefined
          ? null
          : usableCard(
              account,
              params.default_payment_method,
              'default_payment_method',
              customer.id,
            ).id,
      lastDecline: null,
      hostedKey: `acct_1Emulator/test_${randomText(32)}`,
      daysUntilDue,
      dueDate: daysUntilDue === null ? null : now + daysUntilDue * DAY,
    },
    'invoice.created',
  );
}

/** null = it is charged by itself. */
function daysOf({
  collection_method: method,
  days_until_due: days,
}: Params<'POST /v1/invoices', typeof created>): number | null {
  if (method !== 'send_invoice' && days !== undefined) {
    throw invalid(
      'You can only set `days_until_due` when `collection_method` is `send_invoice`.',
      'days_until_due',
    );
  }
  if (method === 'send_invoice' && days === undefined) {
    throw invalid(
      'You must pass `days_until_due` when `collection_method` is `send_invoice`.',
      'days_until_due',
      'parameter_missing',
    );
  }
  return days ?? null;
}

export const createInvoiceEndpoints = [
  route({
    on: 'POST /v1/invoices',
    takes: created,
    run: ({ account, params }) => renderInvoice(account, create(account, params)),
  }),
];
