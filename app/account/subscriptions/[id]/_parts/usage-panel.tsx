import type { Period } from '@/lib/domain/usage/billing-period';
import { formatCount } from '@/lib/domain/usage/call-count';
import type { CallsSummary } from '@/lib/domain/usage/usage-summary';
import { Alert } from '../../../../_ui/alert';
import { formatShortDay, formatTime } from '../../../../_ui/format-time';
import { Panel } from '../../../../_ui/panel';
import { CallsChart } from './calls-chart';
import styles from './usage-panel.module.css';

/** Calls a day of this period: a picture, and the same numbers as a table. */
export function UsagePanel({
  calls,
  period,
  usageAsOf,
  late,
}: {
  calls: CallsSummary | null;
  period: Period | null;
  usageAsOf: Date | null;
  /** The last count is older than it should be. */
  late: boolean;
}) {
  if (calls === null || period === null) return null;
  return (
    <Panel
      id="usage"
      title="Calls per day"
      note={usageAsOf === null ? 'not counted yet' : `as of ${formatTime(usageAsOf)}`}
    >
      {late ? (
        <div className={styles.late}>
          <Alert tone="warn" title="Usage is delayed">
            Recent calls aren’t shown yet. No calls are lost; they’ll appear once we catch up.
          </Alert>
        </div>
      ) : null}
      {calls.callsInPeriod === 0 ? (
        <p className={styles.none}>
          {usageAsOf === null
            ? 'Calls appear here after the first count, within a day. You can already make the first call above.'
            : 'No calls yet this period. Calls from the last few hours may not appear yet.'}
        </p>
      ) : (
        <CallsChart days={calls.days} period={period} />
      )}
      <details className={styles.details}>
        <summary className={styles.summary}>Show as table</summary>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col">Calls</th>
            </tr>
          </thead>
          <tbody>
            {calls.days.map((day) => (
              <tr key={day.day}>
                <td>{formatShortDay(new Date(day.day))}</td>
                <td>{formatCount(day.calls)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
