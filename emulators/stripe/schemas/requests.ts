import type Stripe from 'stripe';

/** Checkout's own route, which Stripe's command line calls too; the SDK has no type for it. */
interface PaymentPageConfirm {
  payment_method: string;
  expected_amount?: number;
}

/**
 * What each route takes, in the words of the installed SDK. `npm run stripe-schemas` makes requests.json
 * of it, which every request is checked against; a route that is not here does not exist.
 */
export interface Requests {
  'POST /v1/customers': Stripe.CustomerCreateParams;
  'GET /v1/customers': Stripe.CustomerListParams;
  'GET /v1/customers/:id': Stripe.CustomerRetrieveParams;
  'POST /v1/customers/:id': Stripe.CustomerUpdateParams;
  'DELETE /v1/customers/:id': Stripe.CustomerDeleteParams;
  'GET /v1/customers/:id/payment_methods': Stripe.CustomerListPaymentMethodsParams;

  'POST /v1/customers/:id/sources': Stripe.CustomerCreateSourceParams;
  'GET /v1/customers/:id/sources': Stripe.CustomerListSourcesParams;
  'GET /v1/customers/:id/sources/:source': Stripe.CustomerRetrieveSourceParams;
  'POST /v1/customers/:id/sources/:source': Stripe.CustomerUpdateSourceParams;
  'DELETE /v1/customers/:id/sources/:source': Stripe.CustomerDeleteSourceParams;

  'POST /v1/customers/:id/balance_transactions': Stripe.CustomerCreateBalanceTransactionParams;
  'GET /v1/customers/:id/balance_transactions': Stripe.CustomerListBalanceTransactionsParams;
  'GET /v1/customers/:id/balance_transactions/:transaction': Stripe.CustomerRetrieveBalanceTransactionParams;
  'POST /v1/customers/:id/balance_transactions/:transaction': Stripe.CustomerUpdateBalanceTransactionParams;

  'POST /v1/payment_methods': Stripe.PaymentMethodCreateParams;
  'GET /v1/payment_methods': Stripe.PaymentMethodListParams;
  'GET /v1/payment_methods/:id': Stripe.PaymentMethodRetrieveParams;
  'POST /v1/payment_methods/:id': Stripe.PaymentMethodUpdateParams;
  'POST /v1/payment_methods/:id/attach': Stripe.PaymentMethodAttachParams;
  'POST /v1/payment_methods/:id/detach': Stripe.PaymentMethodDetachParams;

  'POST /v1/payment_intents': Stripe.PaymentIntentCreateParams;
  'GET /v1/payment_intents': Stripe.PaymentIntentListParams;
  'GET /v1/payment_intents/:id': Stripe.PaymentIntentRetrieveParams;
  'POST /v1/payment_intents/:id': Stripe.PaymentIntentUpdateParams;
  'POST /v1/payment_intents/:id/confirm': Stripe.PaymentIntentConfirmParams;
  'POST /v1/payment_intents/:id/capture': Stripe.PaymentIntentCaptureParams;
  'POST /v1/payment_intents/:id/cancel': Stripe.PaymentIntentCancelParams;

  'GET /v1/charges': Stripe.ChargeListParams;
  'GET /v1/charges/:id': Stripe.ChargeRetrieveParams;
  'POST /v1/charges/:id': Stripe.ChargeUpdateParams;

  'POST /v1/setup_intents': Stripe.SetupIntentCreateParams;
  'GET /v1/setup_intents': Stripe.SetupIntentListParams;
  'GET /v1/setup_intents/:id': Stripe.SetupIntentRetrieveParams;
  'POST /v1/setup_intents/:id': Stripe.SetupIntentUpdateParams;
  'POST /v1/setup_intents/:id/confirm': Stripe.SetupIntentConfirmParams;
  'POST /v1/setup_intents/:id/cancel': Stripe.SetupIntentCancelParams;

  'POST /v1/products': Stripe.ProductCreateParams;
  'GET /v1/products': Stripe.ProductListParams;
  'GET /v1/products/:id': Stripe.ProductRetrieveParams;
  'POST /v1/products/:id': Stripe.ProductUpdateParams;
  'DELETE /v1/products/:id': Stripe.ProductDeleteParams;

  'POST /v1/prices': Stripe.PriceCreateParams;
  'GET /v1/prices': Stripe.PriceListParams;
  'GET /v1/prices/:id': Stripe.PriceRetrieveParams;
  'POST /v1/prices/:id': Stripe.PriceUpdateParams;

  'POST /v1/billing/meters': Stripe.Billing.MeterCreateParams;
  'GET /v1/billing/meters': Stripe.Billing.MeterListParams;
  'GET /v1/billing/meters/:id': Stripe.Billing.MeterRetrieveParams;
  'POST /v1/billing/meters/:id': Stripe.Billing.MeterUpdateParams;
  'POST /v1/billing/meters/:id/deactivate': Stripe.Billing.MeterDeactivateParams;
  'POST /v1/billing/meters/:id/reactivate': Stripe.Billing.MeterReactivateParams;
  'GET /v1/billing/meters/:id/event_summaries': Stripe.Billing.MeterListEventSummariesParams;
  'POST /v1/billing/meter_events': Stripe.Billing.MeterEventCreateParams;
  'POST /v1/billing/meter_event_adjustments': Stripe.Billing.MeterEventAdjustmentCreateParams;

  'POST /v1/checkout/sessions': Stripe.Checkout.SessionCreateParams;
  'GET /v1/checkout/sessions': Stripe.Checkout.SessionListParams;
  'GET /v1/checkout/sessions/:id': Stripe.Checkout.SessionRetrieveParams;
  'POST /v1/checkout/sessions/:id': Stripe.Checkout.SessionUpdateParams;
  'POST /v1/checkout/sessions/:id/expire': Stripe.Checkout.SessionExpireParams;
  'GET /v1/checkout/sessions/:id/line_items': Stripe.Checkout.SessionListLineItemsParams;

  'GET /v1/payment_pages/:id': Record<never, never>;
  'POST /v1/payment_pages/:id/confirm': PaymentPageConfirm;

  'POST /v1/subscriptions': Stripe.SubscriptionCreateParams;
  'GET /v1/subscriptions': Stripe.SubscriptionListParams;
  'GET /v1/subscriptions/:id': Stripe.SubscriptionRetrieveParams;
  'POST /v1/subscriptions/:id': Stripe.SubscriptionUpdateParams;
  'DELETE /v1/subscriptions/:id': Stripe.SubscriptionCancelParams;
  'POST /v1/subscriptions/:id/pause': Stripe.SubscriptionPauseParams;
  'POST /v1/subscriptions/:id/resume': Stripe.SubscriptionResumeParams;

  'POST /v1/subscription_items': Stripe.SubscriptionItemCreateParams;
  'GET /v1/subscription_items': Stripe.SubscriptionItemListParams;
  'GET /v1/subscription_items/:id': Stripe.SubscriptionItemRetrieveParams;
  'POST /v1/subscription_items/:id': Stripe.SubscriptionItemUpdateParams;
  'DELETE /v1/subscription_items/:id': Stripe.SubscriptionItemDeleteParams;

  'POST /v1/subscription_schedules': Stripe.SubscriptionScheduleCreateParams;
  'GET /v1/subscription_schedules': Stripe.SubscriptionScheduleListParams;
  'GET /v1/subscription_schedules/:id': Stripe.SubscriptionScheduleRetrieveParams;
  'POST /v1/subscription_schedules/:id': Stripe.SubscriptionScheduleUpdateParams;
  'POST /v1/subscription_schedules/:id/cancel': Stripe.SubscriptionScheduleCancelParams;
  'POST /v1/subscription_schedules/:id/release': Stripe.SubscriptionScheduleReleaseParams;

  'POST /v1/invoices': Stripe.InvoiceCreateParams;
  'POST /v1/invoices/create_preview': Stripe.InvoiceCreatePreviewParams;
  'GET /v1/invoices': Stripe.InvoiceListParams;
  'GET /v1/invoices/:id': Stripe.InvoiceRetrieveParams;
  'POST /v1/invoices/:id': Stripe.InvoiceUpdateParams;
  'DELETE /v1/invoices/:id': Stripe.InvoiceDeleteParams;
  'GET /v1/invoices/:id/lines': Stripe.InvoiceListLineItemsParams;
  'POST /v1/invoices/:id/finalize': Stripe.InvoiceFinalizeInvoiceParams;
  'POST /v1/invoices/:id/send': Stripe.InvoiceSendInvoiceParams;
  'POST /v1/invoices/:id/pay': Stripe.InvoicePayParams;
  'POST /v1/invoices/:id/void': Stripe.InvoiceVoidInvoiceParams;
  'POST /v1/invoices/:id/mark_uncollectible': Stripe.InvoiceMarkUncollectibleParams;
  'GET /v1/invoice_payments': Stripe.InvoicePaymentListParams;
  'GET /v1/invoice_payments/:id': Stripe.InvoicePaymentRetrieveParams;

  'POST /v1/invoiceitems': Stripe.InvoiceItemCreateParams;
  'GET /v1/invoiceitems': Stripe.InvoiceItemListParams;
  'GET /v1/invoiceitems/:id': Stripe.InvoiceItemRetrieveParams;
  'POST /v1/invoiceitems/:id': Stripe.InvoiceItemUpdateParams;
  'DELETE /v1/invoiceitems/:id': Stripe.InvoiceItemDeleteParams;

  'POST /v1/refunds': Stripe.RefundCreateParams;
  'GET /v1/refunds': Stripe.RefundListParams;
  'GET /v1/refunds/:id': Stripe.RefundRetrieveParams;
  'POST /v1/refunds/:id': Stripe.RefundUpdateParams;
  'POST /v1/refunds/:id/cancel': Stripe.RefundCancelParams;

  'GET /v1/disputes': Stripe.DisputeListParams;
  'GET /v1/disputes/:id': Stripe.DisputeRetrieveParams;
  'POST /v1/disputes/:id': Stripe.DisputeUpdateParams;
  'POST /v1/disputes/:id/close': Stripe.DisputeCloseParams;
  'GET /v1/radar/early_fraud_warnings': Stripe.Radar.EarlyFraudWarningListParams;
  'GET /v1/radar/early_fraud_warnings/:id': Stripe.Radar.EarlyFraudWarningRetrieveParams;

  'POST /v1/billing_portal/configurations': Stripe.BillingPortal.ConfigurationCreateParams;
  'GET /v1/billing_portal/configurations': Stripe.BillingPortal.ConfigurationListParams;
  'GET /v1/billing_portal/configurations/:id': Stripe.BillingPortal.ConfigurationRetrieveParams;
  'POST /v1/billing_portal/configurations/:id': Stripe.BillingPortal.ConfigurationUpdateParams;
  'POST /v1/billing_portal/sessions': Stripe.BillingPortal.SessionCreateParams;

  'POST /v1/webhook_endpoints': Stripe.WebhookEndpointCreateParams;
  'GET /v1/webhook_endpoints': Stripe.WebhookEndpointListParams;
  'GET /v1/webhook_endpoints/:id': Stripe.WebhookEndpointRetrieveParams;
  'POST /v1/webhook_endpoints/:id': Stripe.WebhookEndpointUpdateParams;
  'DELETE /v1/webhook_endpoints/:id': Stripe.WebhookEndpointDeleteParams;

  'GET /v1/events': Stripe.EventListParams;
  'GET /v1/events/:id': Stripe.EventRetrieveParams;

  'POST /v1/test_helpers/test_clocks': Stripe.TestHelpers.TestClockCreateParams;
  'GET /v1/test_helpers/test_clocks': Stripe.TestHelpers.TestClockListParams;
  'GET /v1/test_helpers/test_clocks/:id': Stripe.TestHelpers.TestClockRetrieveParams;
  'DELETE /v1/test_helpers/test_clocks/:id': Stripe.TestHelpers.TestClockDeleteParams;
  'POST /v1/test_helpers/test_clocks/:id/advance': Stripe.TestHelpers.TestClockAdvanceParams;
}
