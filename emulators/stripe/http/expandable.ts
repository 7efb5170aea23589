import { renderCharge } from '../objects/charge';
import { renderCustomer, renderDeletedCustomer } from '../objects/customer';
import { renderInvoice } from '../objects/invoice';
import { renderPaymentIntent } from '../objects/payment-intent';
import { renderPaymentMethod } from '../objects/payment-method';
import { renderConfiguration } from '../objects/portal';
import { renderPrice } from '../objects/price';
import { renderProduct } from '../objects/product';
import { renderSetupIntent } from '../objects/setup-intent';
import { renderSubscription } from '../objects/subscription';
import { renderSchedule } from '../objects/subscription-schedule';
import { renderTestClock } from '../objects/test-clock';
import type { Account } from '../state/account';

/** Fields that name another object, those that the emulator always leaves empty among them. */
const EXPANDABLE: ReadonlySet<string> = new Set([
  'application',
  'balance_transaction',
  'charge',
  'configuration',
  'confirmation_secret',
  'customer',
  'default_payment_method',
  'default_price',
  'default_source',
  'discount',
  'failure_balance_transaction',
  'from_invoice',
  'invoice',
  'invoice_item',
  'latest_attempt',
  'latest_charge',
  'latest_invoice',
  'latest_revision',
  'mandate',
  'on_behalf_of',
  'payment_intent',
  'payment_link',
  'payment_method',
  'payment_record',
  'pending_setup_intent',
  'price',
  'product',
  'review',
  'schedule',
  'setup_intent',
  'single_use_mandate',
  'source',
  'source_transfer_reversal',
  'subscription',
  'tax_code',
  'test_clock',
  'tiers',
  'transfer_reversal',
]);

export function isExpandable(name: string): boolean {
  return EXPANDABLE.has(name);
}

/** What was deleted is shown as such. */
export function gone(name: string, id: string): object {
  return { id, object: name, deleted: true };
}

/** The object that an id in a field names; undefined when it isn't there any more. */
export function named(account: Account, field: string, id: string): object | undefined {
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
