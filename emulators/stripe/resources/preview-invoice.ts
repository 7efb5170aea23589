import { z } from 'zod';
import type { Account } from '../account';
import { previewNext, previewRenewal, previewStart } from '../billing/preview';
import { endpoint } from '../http/endpoint';
import { notEmulated } from '../http/not-emulated';
import { flag, oneOf, text } from '../http/params';
import { invalid } from '../http/stripe-error';
import { getCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { getPrice } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import type { InvoiceRow } from '../rows';
import { subscriptionItem } from './subscription-params';

const previewParams = z.strictObject({
  currency: text(3).optional(),
  customer: text().optional(),
  preview_mode: oneOf(['next']).optional(),
  subscription: text().optional(),
  subscription_details: z
    .strictObject({
      items: z
        .array(
          z.strictObject({
            ...subscriptionItem,
            id: text().optional(),
            deleted: flag().optional(),
            ...notEmulated('clear_usage'),
          }),
        )
        .optional(),
      proration_behavior: oneOf(['always_invoice', 'create_prorations', 'none']).optional(),
      ...notEmulated(
        'billing_cycle_anchor',
        'billing_mode',
        'billing_schedules',
        'cancel_at',
        'cancel_at_period_end',
        'cancel_now',
        'default_tax_rates',
        'proration_date',
        'resume_at',
        'start_date',
        'trial_end',
      ),
    })
    .optional(),
  ...notEmulated(
    'automatic_tax',
    'customer_account',
    'customer_details',
    'discounts',
    'invoice_items',
    'issuer',
    'on_behalf_of',
    'schedule',
    'schedule_details',
  ),
});

function preview(account: Account, params: z.output<typeof previewParams>): InvoiceRow {
  const { items = [], proration_behavior: behavior = 'create_prorations' } =
    params.subscription_details ?? {};
  if (params.customer !== undefined) getCustomer(account, params.customer, 'customer');
  if (params.subscription !== undefined) {
    const row = getSubscription(account, params.subscription, 'subscription');
    if (params.customer !== undefined && row.customer !== params.customer) {
      throw invalid(
        `The subscription ${row.id} does not belong to the customer ${params.customer}.`,
        'subscription',
      );
    }
    return previewRenewal(account, row, items, behavior);
  }
  if (params.customer === undefined)
    throw invalid(
      'You must provide one of: customer, subscription.',
      'customer',
      'parameter_missing',
    );
  if (items.length === 0) return previewNext(account, params.customer);
  const wanted = items.map(({ price, quantity }, index) => {
    const at = `subscription_details[items][${index}][price]`;
    if (price === undefined)
      throw invalid(`Missing required param: ${at}.`, at, 'parameter_missing');
    return { price: getPrice(account, price, at).id, quantity: quantity ?? null };
  });
  return previewStart(account, params.customer, wanted);
}

export const previewInvoiceEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/invoices/create_preview',
    params: previewParams,
    run: ({ account, params }) => renderInvoice(account, preview(account, params)),
  }),
];
