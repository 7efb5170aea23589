import type { Account } from '../state/account';
import type { InvoiceRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';

const FIVE_YEARS_SECONDS = 5 * 366 * 86_400;

/** Stripe docs: scheduled finalization. A time up to five years ahead, on a draft that advances by itself. */
export function refuseFinalizationTime(
  account: Account,
  { status, autoAdvance }: Pick<InvoiceRow, 'status' | 'autoAdvance'>,
  at: number,
): void {
  if (status !== 'draft')
    throw invalid(
      "Finalized invoices can't be updated in this way.",
      'automatically_finalizes_at',
      'invoice_not_editable',
    );
  if (!autoAdvance)
    throw invalid(
      'You can only set `automatically_finalizes_at` on invoices with `auto_advance` set to `true`.',
      'automatically_finalizes_at',
    );
  const now = account.now();
  if (at <= now || at > now + FIVE_YEARS_SECONDS)
    throw invalid(
      'The finalization time must be in the future, and within five years.',
      'automatically_finalizes_at',
    );
}
