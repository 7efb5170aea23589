import type { Endpoint } from './http/endpoint';
import { balanceTransactionEndpoints } from './resources/balance-transactions';
import { chargeEndpoints } from './resources/charges';
import { checkoutSessionEndpoints } from './resources/checkout-sessions';
import { createInvoiceEndpoints } from './resources/create-invoice';
import { customerSourceEndpoints } from './resources/customer-sources';
import { customerEndpoints } from './resources/customers';
import { disputeEndpoints } from './resources/disputes';
import { endInvoiceEndpoints } from './resources/end-invoice';
import { eventEndpoints } from './resources/events';
import { fraudWarningEndpoints } from './resources/fraud-warnings';
import { invoiceItemEndpoints } from './resources/invoice-items';
import { invoicePaymentEndpoints } from './resources/invoice-payments';
import { invoiceEndpoints } from './resources/invoices';
import { meterEventEndpoints } from './resources/meter-events';
import { meterEndpoints } from './resources/meters';
import { paymentIntentEndpoints } from './resources/payment-intents';
import { paymentMethodEndpoints } from './resources/payment-methods';
import { paymentPageEndpoints } from './resources/payment-pages';
import { portalConfigurationEndpoints } from './resources/portal-configurations';
import { portalSessionEndpoints } from './resources/portal-sessions';
import { previewInvoiceEndpoints } from './resources/preview-invoice';
import { priceEndpoints } from './resources/prices';
import { productEndpoints } from './resources/products';
import { refundEndpoints } from './resources/refunds';
import { setupIntentEndpoints } from './resources/setup-intents';
import { subscriptionItemEndpoints } from './resources/subscription-items';
import { subscriptionPauseEndpoints } from './resources/subscription-pauses';
import { subscriptionScheduleEndpoints } from './resources/subscription-schedules';
import { subscriptionEndpoints } from './resources/subscriptions';
import { testClockEndpoints } from './resources/test-clocks';
import { webhookEndpointEndpoints } from './resources/webhook-endpoints';

/** Everything that the emulator answers under /v1. */
export const endpoints: readonly Endpoint[] = [
  ...customerEndpoints,
  ...customerSourceEndpoints,
  ...balanceTransactionEndpoints,
  ...paymentMethodEndpoints,
  ...productEndpoints,
  ...priceEndpoints,
  ...meterEndpoints,
  ...meterEventEndpoints,
  ...checkoutSessionEndpoints,
  ...paymentPageEndpoints,
  ...subscriptionEndpoints,
  ...subscriptionItemEndpoints,
  ...subscriptionScheduleEndpoints,
  ...subscriptionPauseEndpoints,
  ...createInvoiceEndpoints,
  ...previewInvoiceEndpoints,
  ...invoiceEndpoints,
  ...endInvoiceEndpoints,
  ...invoiceItemEndpoints,
  ...invoicePaymentEndpoints,
  ...paymentIntentEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...fraudWarningEndpoints,
  ...setupIntentEndpoints,
  ...portalConfigurationEndpoints,
  ...portalSessionEndpoints,
  ...webhookEndpointEndpoints,
  ...eventEndpoints,
  ...testClockEndpoints,
];
