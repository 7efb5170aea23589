import { formatMoney } from '@/lib/domain/pricing/money';
import type {
  InvoiceRow,
  ViewSubscriptionOutcome,
} from '@/lib/use-cases/subscriptions/view-subscription';

export type Invoices = Extract<ViewSubscriptionOutcome, { kind: 'found' }>['invoices'];

/** Invoices that wait to be paid, the oldest first. */
export function openInvoices(invoices: Invoices): InvoiceRow[] {
  if (invoices.kind === 'unavailable') return [];
  return invoices.rows.filter((row) => row.state === 'open').reverse();
}

/** Those that a list has to name: a single one is said, and can be paid, in the banner of a failed payment. */
export function invoicesToList(invoices: Invoices, banner: { isPayable: boolean }): InvoiceRow[] {
  const open = openInvoices(invoices);
  return open.length === 1 && banner.isPayable ? [] : open;
}

/** '$89.95', or '$179.90 (2 invoices)': all that waits to be paid; null when nothing is known of any. */
export function owedText(invoices: Invoices): string | null {
  const open = openInvoices(invoices);
  const [first] = open;
  if (!first) return null;
  const sum = open.reduce((total, row) => total + row.remainingMinor, 0);
  const amount = formatMoney(sum, first.currency);
  return open.length === 1 ? amount : `${amount} (${open.length} invoices)`;
}
