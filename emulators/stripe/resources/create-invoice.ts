import { z } from 'zod';
import type { Account } from '../account';
import { pendingItems, takeItems } from '../billing/pending-items';
import { saveInvoice } from '../billing/save';
import { endpoint } from '../http/endpoint';
import { notEmulated } from '../http/not-emulated';
import { flag, metadata, oneOf, text } from '../http/params';
import { invalid, missing } from '../http/stripe-error';
import { newId, randomText } from '../ids';
import { renderInvoice } from '../objects/invoice';
import type { InvoiceRow } from '../rows';
import { usableCard } from './payment-methods';

const createParams = z.strictObject({
  auto_advance: flag().optional(),
  currency: text(3).optional(),
  customer: text(),
  default_payment_method: text().optional(),
  description: text(1500).optional(),
  metadata: metadata().optional(),
  pending_invoice_items_behavior: oneOf(['exclude', 'include', 'include_and_require']).optional(),
  ...notEmulated(
    'collection_method',
    'days_until_due',
    'due_date',
    'footer',
    'from_invoice',
    'subscription',
  ),
});

/** An invoice outside of any subscription; its lines are invoice items: those that wait, or put on it later. */
function create(account: Account, params: z.output<typeof createParams>): InvoiceRow {
  const customer = account.customers.get(params.customer);
  if (!customer || customer.deleted) throw missing('customer', params.customer, 'customer');
  const now = account.now();
  const id = newId('in_1', 23).replace('in_1_', 'in_1');
  const behavior = params.pending_invoice_items_behavior ?? 'exclude';
  const waiting = behavior === 'exclude' ? [] : pendingItems(account, customer.id, null);
  if (behavior === 'include_and_require' && waiting.length === 0)
    throw invalid('Nothing to invoice for customer', undefined, 'invoice_no_customer_line_items');
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
      metadata: params.metadata ?? {},
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
  endpoint({
    method: 'POST',
    path: '/v1/invoices',
    params: createParams,
    run: ({ account, params }) => renderInvoice(account, create(account, params)),
  }),
];
