import { carriedText } from '../../../_parts/dues-text';
import type { Invoices } from './invoices';
import styles from './period-panel.module.css';

/** What earlier invoices carried to the next one, in addition to the cost of this period. */
export function CarriedNote({ invoices }: { invoices: Invoices }) {
  if (invoices.kind === 'unavailable') return null;
  const last = invoices.rows.find((row) => row.state !== 'draft');
  if (!last || last.balance.afterMinor === 0) return null;
  // Its own row in the list of invoices says so.
  if (last.carriedMinor === last.balance.afterMinor) return null;
  return (
    <p className={styles.small}>
      {carriedText({ currency: last.currency, balanceMinor: last.balance.afterMinor })}
    </p>
  );
}
