import type { LineRow, Metadata } from './rows';

/** Waits for the next invoice of its subscription (or customer), which makes a line of it. */
export interface InvoiceItemRow {
  id: string;
  created: number;
  customer: string;
  subscription: string | null;
  /** Set once an invoice has taken it. */
  invoice: string | null;
  amount: number;
  currency: string;
  description: string | null;
  periodStart: number;
  periodEnd: number;
  metadata: Metadata;
  /** Set: what a changed subscription owes for a price, instead of somebody's own item. */
  of?: Pick<LineRow, 'item' | 'price' | 'proration' | 'quantity' | 'unitAmount'>;
}

export interface RefundRow {
  id: string;
  created: number;
  paymentIntent: string;
  charge: string;
  amount: number;
  currency: string;
  reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  metadata: Metadata;
  /** Missing on those that were made before others were emulated: succeeded. */
  status?: 'pending' | 'succeeded' | 'failed';
}

/** One change of what a customer has at the account: below zero is credit, above is carried to the next invoice. */
export interface BalanceRow {
  id: string;
  created: number;
  customer: string;
  amount: number;
  currency: string;
  endingBalance: number;
  type:
    | 'adjustment'
    | 'applied_to_invoice'
    | 'initial'
    | 'invoice_too_small'
    | 'unapplied_from_invoice';
  invoice: string | null;
  description: string | null;
  metadata: Metadata;
}
