import type { Endpoint } from './http/endpoint';
import { checkoutSessionEndpoints } from './resources/checkout-sessions';
import { createInvoiceEndpoints } from './resources/create-invoice';
import { customerEndpoints } from './resources/customers';
import { endInvoiceEndpoints } from './resources/end-invoice';
import { eventEndpoints } from './resources/events';
import { invoiceItemEndpoints } from './resources/invoice-items';
import { invoiceEndpoints } from './resources/invoices';
import { meterEventEndpoints } from './resources/meter-events';
import { meterEndpoints } from './resources/meters';
import { paymentMethodEndpoints } from './resources/payment-methods';
import { portalConfigurationEndpoints } from './resources/portal-configurations';
import { portalSessionEndpoints } from './resources/portal-sessions';
import { previewInvoiceEndpoints } from './resources/preview-invoice';
import { priceEndpoints } from './resources/prices';
import { productEndpoints } from './resources/products';
import { refundEndpoints } from './resources/refunds';
import { subscriptionItemEndpoints } from './resources/subscription-items';
import { subscriptionPauseEndpoints } from './resources/subscription-pauses';
import { subscriptionScheduleEndpoints } from './resources/subscription-schedules';
import { subscriptionEndpoints } from './resources/subscriptions';
import { testClockEndpoints } from './resources/test-clocks';
import { webhookEndpointEndpoints } from './resources/webhook-endpoints';

/** Everything that the emulator answers under /v1. */
export const endpoints: readonly Endpoint[] = [
  ...customerEndpoints,
  ...paymentMethodEndpoints,
  ...productEndpoints,
  ...priceEndpoints,
  ...meterEndpoints,
  ...meterEventEndpoints,
  ...checkoutSessionEndpoints,
  ...subscriptionEndpoints,
  ...subscriptionItemEndpoints,
  ...subscriptionScheduleEndpoints,
  ...subscriptionPauseEndpoints,
  ...createInvoiceEndpoints,
  ...previewInvoiceEndpoints,
  ...invoiceEndpoints,
  ...endInvoiceEndpoints,
  ...invoiceItemEndpoints,
  ...refundEndpoints,
  ...portalConfigurationEndpoints,
  ...portalSessionEndpoints,
  ...webhookEndpointEndpoints,
  ...eventEndpoints,
  ...testClockEndpoints,
];
