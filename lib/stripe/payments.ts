import type { PaymentProvider } from '../ports/payment-provider';
import { createCharges } from './charges';
import { createCheckouts } from './checkout';
import type { StripeClient } from './client';
import { createCustomers } from './customers';
import { createDues } from './dues';
import { createEvents } from './events';
import { createInvoices } from './invoices';
import { createPlanChanges } from './plan-change';
import { createPortal } from './portal';
import { createStripePrices } from './prices';
import { createPriceReading } from './read-price';
import { createDuplicateRefunds } from './refund-duplicate';
import { createScheduledChanges } from './scheduled-change';
import type { StripeSettings } from './settings';
import { createSignals } from './signals';
import { createStandings } from './standings';
import { createSubscriptions } from './subscriptions';
import { createUsage } from './usage';
import { createUsageEvents } from './usage-events';
import type { OpenSession } from './usage-stream';

export interface StripePaymentsOptions
  extends Pick<StripeSettings, 'webhookSecrets'>,
    Partial<Pick<StripeSettings, 'meterWebhookSecrets' | 'meterEventsPerSecond'>> {
  /** Reports usage through the meter event stream, with clients created by this; absent: each report on its own. */
  openMeterSession?: OpenSession | null;
  /** The clock for the short-lived cache of prices; the machine's by default. */
  now?: () => number;
}

/** Stripe as the payment provider of the use cases. */
export function createStripePayments(
  client: StripeClient,
  options: StripePaymentsOptions,
): PaymentProvider {
  const prices = createStripePrices(client, options.now);
  return {
    id: 'stripe',
    ...createCustomers(client),
    ...createCheckouts(client, prices),
    ...createSubscriptions(client),
    ...createPriceReading(client),
    ...createDuplicateRefunds(client),
    ...createPlanChanges(client, prices),
    ...createScheduledChanges(client, prices),
    ...createCharges(client),
    ...createUsage(client, prices, options),
    ...createUsageEvents(client, options.meterWebhookSecrets ?? []),
    ...createInvoices(client),
    ...createStandings(client),
    ...createSignals(client),
    ...createDues(client),
    ...createPortal(client, options.now),
    ...createEvents(client, options.webhookSecrets),
  };
}
