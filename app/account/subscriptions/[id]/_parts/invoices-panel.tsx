import { formatMoney } from '@/lib/domain/pricing/money';
import type { InvoiceRow, LateRow } from '@/lib/use-cases/subscriptions/view-subscription';
import { Alert } from '../../../../_ui/alert';
import { Badge } from '../../../../_ui/badge';
import { formatDay } from '../../../../_ui/format-time';
import { Panel } from '../../../../_ui/panel';
import type { Tone } from '../../../../_ui/tone';
import type { Invoices } from './invoices';
import styles from './invoices-panel.module.css';
import { LateUsageNotes } from './late-usage-notes';

const STATES: Record<InvoiceRow['state'], { tone: Tone; words: string }> = {
  draft: { tone: 'neutral', words: 'Draft' },
  open: { tone: 'warn', words: 'Open' },
  paid: { tone: 'good', words: 'Paid' },
  void: { tone: 'neutral', words: 'Void' },
  uncollectible: { tone: 'bad', words: 'Uncollectible' },
};

/** The provider calls it paid, and nothing was taken. */
const CARRIED = { tone: 'neutral', words: 'Carried over' } as const;

export function InvoicesPanel({
  invoices,
  late,
}: {
  invoices: Invoices;
  late: readonly LateRow[];
}) {
  return (
    <Panel id="invoices" title="Invoices">
      {invoices.kind === 'unavailable' ? (
        <Alert tone="warn" title="Stripe didn’t respond">
          Your invoices can’t be shown right now. Reload this page in a moment.
        </Alert>
      ) : invoices.rows.length === 0 ? (
        <p className={styles.none}>No invoices yet. The first comes when the first period ends.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col">Number</th>
              <th scope="col">Status</th>
              <th scope="col" className={styles.amount}>
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {invoices.rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      <LateUsageNotes late={late} />
    </Panel>
  );
}

function Row({ row }: { row: InvoiceRow }) {
  const state = row.carriedMinor > 0 ? CARRIED : STATES[row.state];
  return (
    <tr>
      <td>{formatDay(row.createdAt)}</td>
      <td>
        {row.viewUrl === null ? (
          (row.number ?? '–')
        ) : (
          <a href={row.viewUrl}>{row.number ?? 'View'}</a>
        )}
        {row.pdfUrl === null ? null : (
          <>
            {' '}
            <a href={row.pdfUrl} className={styles.pdf}>
              PDF<span className="visually-hidden"> of invoice {row.number}</span>
            </a>
          </>
        )}
        {row.lateLines.map((line) => (
          <span key={line.description} className={styles.late}>
            {line.description}: {formatMoney(line.amountMinor, row.currency)}
          </span>
        ))}
        {balanceNotes(row).map((note) => (
          <span key={note} className={styles.late}>
            {note}
          </span>
        ))}
      </td>
      <td>
        <Badge tone={state.tone}>{state.words}</Badge>
      </td>
      <td className={styles.amount}>{formatMoney(row.totalMinor, row.currency)}</td>
    </tr>
  );
}

/** Where an amount came from, or went to, that is not on the invoice's own lines. */
function balanceNotes(row: InvoiceRow): string[] {
  const notes: string[] = [];
  if (row.state === 'draft') return notes;
  const { beforeMinor } = row.balance;
  const money = (minor: number) => formatMoney(minor, row.currency);
  if (beforeMinor > 0) notes.push(`${money(beforeMinor)} carried over from earlier invoices`);
  if (beforeMinor < 0 && row.totalMinor > 0) {
    notes.push(`Credit used: ${money(Math.min(-beforeMinor, row.totalMinor))}`);
  }
  if (row.carriedMinor > 0) {
    notes.push(`${money(row.carriedMinor)} carried over to your next invoice: too small to charge`);
  }
  return notes;
}
