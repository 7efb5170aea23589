import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { InvoiceRow, LineRow } from '../state/rows';
import { firstOf } from '../wire/list';
import { missing } from '../wire/stripe-error';
import { dueOf, linesOf, totalOf } from './invoice-lines';
import { getPrice } from './price';
import { clockOf } from './test-clock';

export function getInvoice(account: Account, id: string, param?: string): InvoiceRow {
  const row = account.invoices.get(id);
  if (!row) throw missing('invoice', id, param);
  return row;
}

/** It is sent to be paid by hand. */
export function isSent(row: InvoiceRow): boolean {
  return (row.daysUntilDue ?? null) !== null;
}

export function renderInvoice(account: Account, row: InvoiceRow) {
  const lines = linesOf(account, row);
  const total = totalOf(lines);
  const due = dueOf(account, row, lines);
  const customer = account.customers.get(row.customer);
  const finalized = row.finalizedAt !== null;
  const url = finalized ? `${account.baseUrl}/i/${row.hostedKey}` : null;
  return {
    id: row.id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Stripe emulator',
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: row.amountPaid,
    amount_remaining: row.status === 'void' ? due : Math.max(0, due - row.amountPaid),
    amount_shipping: 0,
    application: null,
    attempt_count: row.attemptCount,
    attempted: row.attemptCount > 0 || row.status === 'paid',
    auto_advance: row.autoAdvance,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: row.status === 'draft' && row.autoAdvance ? row.finalizesAt : null,
    billing_reason: row.billingReason,
    collection_method: isSent(row) ? 'send_invoice' : 'charge_automatically',
    created: row.created,
    currency: row.currency,
    custom_fields: null,
    customer: row.customer,
    customer_account: null,
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: customer?.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: row.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: row.description,
    discounts: [],
    due_date: row.dueDate ?? null,
    effective_at: row.finalizedAt,
    ending_balance: finalized ? (row.endingBalance ?? 0) : null,
    footer: row.footer,
    from_invoice: null,
    hosted_invoice_url: url,
    invoice_pdf: url === null ? null : `${url}/pdf`,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: firstOf(
      lines.map((line) => renderLine(account, row, line)),
      `/v1/invoices/${row.id}/lines`,
    ),
    livemode: false,
    metadata: { ...row.metadata },
    next_payment_attempt:
      row.status === 'draft' && row.autoAdvance ? row.finalizesAt : row.nextAttempt,
    number: row.number,
    on_behalf_of: null,
    parent:
      row.subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: {
              metadata: { ...row.subscriptionMetadata },
              subscription: row.subscription,
            },
            type: 'subscription_details',
          },
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    period_end: row.periodEnd,
    period_start: row.periodStart,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: row.startingBalance ?? customer?.balance ?? 0,
    statement_descriptor: null,
    status: row.status,
    status_transitions: {
      finalized_at: row.finalizedAt,
      marked_uncollectible_at: row.uncollectibleAt,
      paid_at: row.paidAt,
      voided_at: row.voidedAt,
    },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: clockOf(account, row.customer),
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: row.webhooksDeliveredAt ?? null,
  } satisfies Omit<Stripe.Invoice, 'lines'> & { lines: unknown };
}

export function renderLine(account: Account, invoice: InvoiceRow, line: LineRow) {
  const whole = !line.quantity.includes('.');
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    discount_amounts: [],
    discountable: !line.proration,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    // An invoice item's line has the item's own.
    metadata: {
      ...(line.invoiceItem === undefined
        ? invoice.subscriptionMetadata
        : account.invoiceItems.get(line.invoiceItem)?.metadata),
    },
    parent: {
      invoice_item_details:
        line.invoiceItem === undefined || line.item !== null
          ? null
          : {
              invoice_item: line.invoiceItem,
              proration: line.proration,
              proration_details: { credited_items: null },
              subscription: invoice.subscription,
            },
      subscription_item_details:
        line.item === null
          ? null
          : {
              invoice_item: line.invoiceItem ?? null,
              proration: line.proration,
              proration_details: { credited_items: null },
              subscription: invoice.subscription,
              subscription_item: line.item,
            },
      type: line.item === null ? 'invoice_item_details' : 'subscription_item_details',
    },
    period: { end: line.periodEnd, start: line.periodStart },
    pretax_credit_amounts: [],
    pricing:
      line.price === null
        ? null
        : {
            price_details: { price: line.price, product: getPrice(account, line.price).product },
            type: 'price_details',
            unit_amount_decimal: line.unitAmount,
          },
    quantity: whole ? Number(line.quantity) : null,
    quantity_decimal: line.quantity,
    subscription: invoice.subscription,
    subtotal: line.amount,
    taxes: [],
  } satisfies Omit<Stripe.InvoiceLineItem, 'pricing' | 'quantity_decimal' | 'parent'> &
    Record<string, unknown>;
}
