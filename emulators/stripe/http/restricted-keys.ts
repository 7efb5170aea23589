import type { Access, Permissions } from '../state/account';
import { StripeError } from '../wire/stripe-error';

/** Longer paths first: the first one that an address starts with decides. */
const RESOURCES: readonly (readonly [path: string, resource: string])[] = [
  ['/v1/billing/meter_events', 'billing_meter_event'],
  ['/v1/billing/meter_event_adjustments', 'billing_meter_event'],
  ['/v1/billing/meters', 'billing_meter'],
  ['/v1/billing_portal', 'customer_portal'],
  ['/v1/checkout/sessions', 'checkout_session'],
  ['/v1/customers', 'customer'],
  ['/v1/disputes', 'dispute'],
  ['/v1/invoiceitems', 'invoice'],
  ['/v1/invoice_payments', 'invoice'],
  ['/v1/invoices', 'invoice'],
  ['/v1/charges', 'charge'],
  ['/v1/payment_intents', 'payment_intent'],
  ['/v1/setup_intents', 'setup_intent'],
  ['/v1/payment_methods', 'payment_method'],
  ['/v1/prices', 'price'],
  ['/v1/products', 'product'],
  ['/v1/radar/early_fraud_warnings', 'radar_early_fraud_warning'],
  ['/v1/refunds', 'refund'],
  ['/v1/subscription_schedules', 'subscription'],
  ['/v1/subscription_items', 'subscription'],
  ['/v1/subscriptions', 'subscription'],
  ['/v1/test_helpers/test_clocks', 'test_clock'],
  ['/v1/webhook_endpoints', 'webhook'],
  ['/v1/events', 'event'],
  ['/v2/billing/meter_event', 'billing_meter_event'],
  ['/v2/core/events', 'event'],
  ['/v2/core/event_destinations', 'webhook'],
];

/** The name of the permission that an address asks for; undefined where nobody has named one. */
export function resourceOf(address: string): string | undefined {
  return RESOURCES.find(([path]) => address.startsWith(path))?.[1];
}

/**
 * Refuses what a restricted key may not do, as Stripe does. Keys that nobody set up may do everything, so
 * that a laptop needs no settings. The names of the permissions are near Stripe's, not taken from it.
 */
export function checkPermission(
  permissions: Permissions | undefined,
  call: { key: string; method: string; path: string },
): void {
  if (!permissions) return;
  const resource = resourceOf(call.path);
  const needed: Access = call.method === 'GET' || isPreview(call.path) ? 'read' : 'write';
  const given = resource === undefined ? undefined : permissions[resource];
  if (given === 'write' || given === needed) return;
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message:
      `The provided key '${call.key.slice(0, 8)}*********${call.key.slice(-4)}' does not have the required permissions for this endpoint on account 'acct_emulated'. ` +
      `Having the 'rak_${resource ?? 'unknown'}_${needed}' permission would allow this request to continue.`,
  });
}

/** Computes and changes nothing, although it is a POST. */
function isPreview(path: string): boolean {
  return path === '/v1/invoices/create_preview';
}
