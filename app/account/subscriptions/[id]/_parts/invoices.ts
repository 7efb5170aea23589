import { formatMoney } from '@/lib/domain/money';
import type { ViewSubscriptionOutcome } from '@/lib/use-cases/view-subscription';

export type Invoices = Extract<ViewSubscriptionOutcome, { kind: 'found' }>['invoices'];

/** '$89.95' of the oldest invoice that waits to be paid; null when none is known. */
export function owedWords(invoices: Invoices): string | null {
  if (invoices.kind === 'unavailable') return null;
  const owed = invoices.rows.findLast((row) => row.state === 'open');
  return owed === undefined ? null : formatMoney(owed.totalMinor, owed.currency);
}
