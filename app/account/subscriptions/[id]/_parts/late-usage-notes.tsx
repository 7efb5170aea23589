import { formatMoney } from '@/lib/domain/pricing/money';
import { formatCount } from '@/lib/domain/usage/call-count';
import type { LateRow } from '@/lib/use-cases/subscriptions/view-subscription';
import { formatRange } from '../../../../_ui/format-time';
import styles from './late-usage-notes.module.css';

/** Periods whose count changed after their invoice, and where the difference went. */
export function LateUsageNotes({ late }: { late: readonly LateRow[] }) {
  if (late.length === 0) return null;
  return (
    <section aria-labelledby="late-title" className={styles.notes}>
      <h3 id="late-title" className={styles.title}>
        Counted after invoicing
      </h3>
      <ul className={styles.list}>
        {late.map((row) => (
          <li key={row.id}>
            {formatRange(row.periodStart, row.periodEnd)}: {changeText(row)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function changeText(row: LateRow): string {
  const counts = `${formatCount(row.callsCounted)} calls instead of ${formatCount(row.callsBilled ?? 0)}`;
  if (row.amountMinor === 0) return `${counts}, at the same cost.`;
  if (row.state === 'lost') return `${counts}; the difference is not charged.`;
  const amount = formatMoney(Math.abs(row.amountMinor), row.currency);
  const what = row.amountMinor > 0 ? `${amount} more` : `${amount} credited`;
  return `${counts}: ${what}, ${row.state === 'planned' ? 'to be added to' : 'on'} the following invoice.`;
}
