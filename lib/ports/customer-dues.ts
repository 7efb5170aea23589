export interface CustomerDues {
  /** Carried to the next invoice: amounts too small to charge. Negative: a credit. */
  balanceMinor: number;
  /** Null while the customer has never been invoiced. */
  currency: string | null;
  /** Finalized and not paid, the oldest first. */
  open: OpenInvoice[];
}

export interface OpenInvoice {
  id: string;
  number: string | null;
  providerSubscriptionId: string | null;
  /** What is still to be paid of it. */
  remainingMinor: number;
  currency: string;
  createdAt: Date;
  payUrl: string | null;
}
