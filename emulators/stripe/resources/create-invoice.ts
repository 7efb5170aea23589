import type { Account } from '../account';
import { pendingItems, takeItems } from '../billing/pending-items';
import { saveInvoice } from '../billing/save';
import type { Params } from '../http/parameters';
import { mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { missing, missingParam } from '../http/stripe-error';
import { newId, randomText } from '../ids';
import { renderInvoice } from '../objects/invoice';
import type { InvoiceRow } from '../rows';
import { usableCard } from './payment-methods';

const created = {
  auto_advance: true,
  collection_method: ['charge_automatically'],
  currency: { max: 3 },
  customer: true,
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
  const now = account.now();
  const id = newId('in_1', 23).replace('in_1_', 'in_1');
  const behavior = params.pending_invoice_items_behavior ?? 'exclude';
  const waiting = behavior === 'exclude' ? [] : pendingItems(account, customer.id, null);
  const currency = params.currency ?? waiting[0]?.currency ?? customer.currency ?? 'usd';
  const taken = waiting.filter((one) => one.currency === currency);
  const autoAdvance = params.auto_advance ?? false;
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
      finalizesAt: autoAdvance ? now + account.settings.renewalGraceSeconds : null,
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
    },
    'invoice.created',
  );
}

export const createInvoiceEndpoints = [
  route({
    on: 'POST /v1/invoices',
    takes: created,
    run: ({ account, params }) => renderInvoice(account, create(account, params)),
  }),
];
