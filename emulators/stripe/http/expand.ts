import type { Account } from '../account';
import { renderCharge } from '../objects/charge';
import { renderCustomer, renderDeletedCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { renderPayments } from '../objects/invoice-payment';
import { renderPaymentIntent } from '../objects/payment-intent';
import { renderPaymentMethod } from '../objects/payment-method';
import { renderConfiguration } from '../objects/portal';
import { renderPrice, renderTiers } from '../objects/price';
import { renderProduct } from '../objects/product';
import { renderRefund } from '../objects/refund';
import { renderLineItems } from '../objects/session';
import { renderSetupIntent } from '../objects/setup-intent';
import { renderSubscription } from '../objects/subscription';
import { renderTestClock } from '../objects/test-clock';
import { renderSchedule } from '../schedule-rows';
import { wholeList } from './list';
import { invalid } from './stripe-error';

type Fields = Record<string, unknown>;

/** Replaces ids by what they name, along paths such as `latest_invoice.customer` or `data.items.data.price.product`. */
export function expandAll(account: Account, object: object, paths: readonly string[]): object {
  if (paths.length === 0) return object;
  const copy = structuredClone(object) as Fields;
  for (const path of paths) expandAt(account, copy, path.split('.'), path);
  return copy;
}

function expandAt(account: Account, at: unknown, path: readonly string[], whole: string): void {
  if (Array.isArray(at)) {
    for (const one of at) expandAt(account, one, path, whole);
    return;
  }
  const [name, ...rest] = path;
  if (name === undefined || typeof at !== 'object' || at === null) return;
  const fields = at as Fields;
  const known = name in fields ? fields[name] : addOptional(account, fields, name);
  if (known === undefined) throw notExpandable(name, whole);
  if (typeof known === 'string') fields[name] = named(account, name, known) ?? refuse(name, whole);
  if (rest.length > 0) expandAt(account, fields[name], rest, whole);
}

/** Parts that an object shows only when they are asked for. */
function addOptional(account: Account, fields: Fields, name: string): unknown {
  const id = String(fields.id);
  if (fields.object === 'price' && name === 'tiers') {
    const price = account.prices.get(id);
    fields.tiers = price ? renderTiers(price) : undefined;
    return fields.tiers ?? null;
  }
  if (fields.object === 'checkout.session' && name === 'line_items') {
    const session = account.sessions.get(id);
    fields.line_items = session && renderLineItems(account, session);
  }
  if (fields.object === 'invoice' && name === 'payments')
    fields.payments = renderPayments(account, id);
  if (fields.object === 'invoice' && name === 'confirmation_secret') {
    const [payment] = account.invoicePayments.group(id);
    const secret = account.paymentIntents.get(payment?.paymentIntent ?? '')?.secret;
    fields.confirmation_secret =
      secret === undefined ? null : { client_secret: secret, type: 'payment_intent' };
  }
  if (fields.object === 'charge' && name === 'refunds') {
    const made = account.charges.get(id);
    const refunds = made
      ? account.refunds.group(made.paymentIntent).filter((one) => one.charge === id)
      : [];
    fields.refunds = wholeList(
      refunds.reverse().map((one) => renderRefund(account, one)),
      `/v1/charges/${id}/refunds`,
    );
  }
  if (fields.object === 'customer' && name === 'subscriptions') {
    const data = account.subscriptions.group(id).filter((one) => one.status !== 'canceled');
    fields.subscriptions = {
      object: 'list',
      data: data.reverse().map((one) => renderSubscription(account, one)),
      has_more: false,
      url: `/v1/customers/${id}/subscriptions`,
    };
  }
  return fields[name];
}

function named(account: Account, field: string, id: string): object | undefined {
  switch (field) {
    case 'customer': {
      const row = account.customers.get(id);
      return row && (row.deleted ? renderDeletedCustomer(row) : renderCustomer(account, row));
    }
    case 'subscription': {
      const row = account.subscriptions.get(id);
      return row && renderSubscription(account, row);
    }
    case 'invoice':
    case 'latest_invoice': {
      const row = account.invoices.get(id);
      return row && renderInvoice(account, row);
    }
    case 'price':
    case 'default_price': {
      const row = account.prices.get(id);
      return row && renderPrice(row);
    }
    case 'product': {
      const row = account.products.get(id);
      return row && renderProduct(row);
    }
    case 'payment_method':
    case 'default_payment_method': {
      const row = account.paymentMethods.get(id);
      return row && renderPaymentMethod(row);
    }
    case 'payment_intent': {
      const row = account.paymentIntents.get(id);
      return row && renderPaymentIntent(account, row);
    }
    case 'charge':
    case 'latest_charge': {
      const row = account.charges.get(id);
      return row && renderCharge(account, row);
    }
    case 'setup_intent':
    case 'pending_setup_intent': {
      const row = account.setupIntents.get(id);
      return row && renderSetupIntent(account, row);
    }
    case 'test_clock': {
      const row = account.timelines.clocks.get(id);
      return row && renderTestClock(row);
    }
    case 'schedule': {
      const row = account.schedules.get(id);
      return row && renderSchedule(account, row);
    }
    case 'configuration': {
      const row = account.portalConfigurations.get(id);
      return row && renderConfiguration(row);
    }
    default:
      return undefined;
  }
}

function notExpandable(name: string, whole: string) {
  return invalid(`This property cannot be expanded (${name}).`, `expand[]=${whole}`);
}

function refuse(name: string, whole: string): never {
  throw notExpandable(name, whole);
}
