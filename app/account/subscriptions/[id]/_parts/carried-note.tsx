import { formatMoney } from '@/lib/domain/money';
import type { Invoices } from './invoices';
import styles from './period-panel.module.css';

/** What earlier invoices left for the next one, beside the cost of this period. */
export function CarriedNote({ invoices }: { invoices: Invoices }) {
  if (invoices.kind === 'unavailable') return null;
  const last = invoices.rows.find((row) => row.state !== 'draft');
  if (!last || last.balance.afterMinor === 0) return null;
  const amount = formatMoney(Math.abs(last.balance.afterMinor), last.currency);
  return (
    <p className={styles.small}>
      {last.balance.afterMinor > 0
        ? `${amount} is carried to your next invoice: it is too small to be charged on its own.`
        : `A credit of ${amount} is taken off your next invoice.`}
    </p>
  );
}
