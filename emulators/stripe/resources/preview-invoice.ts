import type { Account } from '../account';
import { previewNext, previewRenewal, previewStart } from '../billing/preview';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import { invalid, missingParam } from '../http/stripe-error';
import { getCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { getPrice } from '../objects/price';
import { getSubscription } from '../objects/subscription';
import type { InvoiceRow } from '../rows';
import { changedItem } from './subscription-params';

const previewed = {
  currency: { max: 3 },
  customer: true,
  preview_mode: ['next'],
  subscription: true,
  subscription_details: { items: changedItem, proration_behavior: true },
} as const;

function preview(
  account: Account,
  params: Params<'POST /v1/invoices/create_preview', typeof previewed>,
): InvoiceRow {
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
    if (price === undefined) throw missingParam(at);
    return { price: getPrice(account, price, at).id, quantity: quantity ?? null };
  });
  return previewStart(account, params.customer, wanted);
}

export const previewInvoiceEndpoints = [
  route({
    on: 'POST /v1/invoices/create_preview',
    takes: previewed,
    run: ({ account, params }) => renderInvoice(account, preview(account, params)),
  }),
];
