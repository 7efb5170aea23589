import type { Decline, Metadata, Shipping } from './rows';

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

/** One payment, from the wish to the money; an invoice's own or somebody's. */
export interface PaymentIntentRow {
  id: string;
  created: number;
  customer: string | null;
  amount: number;
  currency: string;
  status: IntentStatus;
  paymentMethod: string | null;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  setupFutureUsage: 'off_session' | 'on_session' | null;
  amountReceived: number;
  latestCharge: string | null;
  lastError: Decline | null;
  canceledAt: number | null;
  cancellationReason: string | null;
  description: string | null;
  receiptEmail: string | null;
  returnUrl: string | null;
  shipping?: Shipping | null;
  metadata: Metadata;
  secret: string;
}

/** One attempt to move money. */
export interface ChargeRow {
  id: string;
  created: number;
  customer: string | null;
  paymentIntent: string;
  paymentMethod: string;
  amount: number;
  amountCaptured: number;
  currency: string;
  status: 'succeeded' | 'failed';
  captured: boolean;
  decline: Decline | null;
  description: string | null;
  receiptEmail: string | null;
  metadata: Metadata;
}

/** A card that is made ready for later charges. */
export interface SetupIntentRow {
  id: string;
  created: number;
  customer: string | null;
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'succeeded'
    | 'canceled';
  paymentMethod: string | null;
  usage: 'off_session' | 'on_session';
  lastError: Decline | null;
  cancellationReason: string | null;
  description: string | null;
  returnUrl: string | null;
  metadata: Metadata;
  secret: string;
}

/** Which payment intent pays which invoice. */
export interface InvoicePaymentRow {
  id: string;
  created: number;
  invoice: string;
  paymentIntent: string;
  amountRequested: number;
  amountPaid: number | null;
  currency: string;
  status: 'open' | 'paid' | 'canceled';
  paidAt: number | null;
  canceledAt: number | null;
}
