export interface ProviderEvent {
  id: string;
  type: string;
  objectId: string;
  createdAt: Date;
  /** The provider's ids that the event speaks of, as far as it says. */
  providerSubscriptionId: string | null;
  invoiceId: string | null;
  customerId: string | null;
}

export interface PaymentSignal {
  id: string;
  kind: 'dispute' | 'refund' | 'fraud-warning';
  chargeId: string;
  customerId: string | null;
  invoiceId: string | null;
  providerSubscriptionId: string | null;
  amountMinor: number;
  currency: string;
  /** The provider's word. */
  state: string;
  /** A dispute that is not won or withdrawn, a warning that nobody has acted on; never a refund. */
  isOpen: boolean;
  reason: string | null;
  createdAt: Date;
}

export interface UsageError {
  code: string;
  count: number;
  message: string;
  /** Identifiers of usage reports that it concerns; a sample. */
  identifiers: string[];
}
