import { formatMoney } from '@/lib/domain/pricing/money';
import { Alert } from '../../_ui/alert';
import { formatDay } from '../../_ui/format-time';
import { openInvoicesTitle } from './dues-text';
import styles from './open-invoices.module.css';

export interface OpenRow {
  id: string;
  number: string | null;
  /** Of which subscription, where the page is not about one. */
  name: string | null;
  remainingMinor: number;
  currency: string;
  createdAt: Date;
  payUrl: string | null;
}

/** Every invoice that waits to be paid, with their sum: so that after a payment one sees what is left. */
export function OpenInvoices({ rows }: { rows: readonly OpenRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Alert tone="warn" title={openInvoicesTitle(rows)}>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id} className={styles.row}>
            <span>
              {row.number ?? 'Invoice'}, {formatDay(row.createdAt)}
              {row.name === null ? null : `, ${row.name}`}
            </span>
            <span className={styles.amount}>{formatMoney(row.remainingMinor, row.currency)}</span>
            {row.payUrl === null ? null : (
              <a href={row.payUrl}>
                Pay<span className="visually-hidden"> invoice {row.number}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
