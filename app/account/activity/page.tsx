import type { Metadata } from 'next';
import Link from 'next/link';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { type ActivityRow, viewActivity } from '@/lib/use-cases/audit/view-activity';
import { formatTime } from '../../_ui/format-time';
import { Panel } from '../../_ui/panel';
import { TwoClocks } from '../../_ui/two-clocks';
import { SettingsNav } from '../settings/_parts/settings-nav';
import frame from '../settings/layout.module.css';
import styles from '../settings/settings.module.css';
import { actionText } from './_parts/action-text';

export const metadata: Metadata = { title: 'Activity' };

const WHO = { you: 'You', operator: 'The operator', system: 'Tollgate', stripe: 'Stripe' } as const;

/** Who did what to this account, its subscriptions and keys. */
export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const user = await requireUser('/account/activity');
  const before = placeOf((await searchParams).before);
  const { rows, older } = await viewActivity(await getDeps(), { userId: user.id, before });
  return (
    <main id="content" className={frame.main}>
      <h1 className={frame.title}>Settings</h1>
      <div className={frame.columns}>
        <SettingsNav />
        <div className={frame.content}>
          <Panel id="activity" title="Activity" note="Newest first">
            <TwoClocks />
            {rows.length === 0 ? (
              <p className={styles.text}>
                {before === null ? 'No activity yet.' : 'No older activity.'}
              </p>
            ) : (
              <ol className={styles.rows}>
                {rows.map((row) => (
                  <Entry key={row.id} row={row} />
                ))}
              </ol>
            )}
            {older === null ? null : (
              <Link
                href={`/account/activity?before=${encodeURIComponent(`${older.at.toISOString()}_${older.id}`)}`}
                prefetch={false}
              >
                Older
              </Link>
            )}
          </Panel>
        </div>
      </div>
    </main>
  );
}

function Entry({ row }: { row: ActivityRow }) {
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p>{actionText(row.action, row.money)}</p>
        <p className={styles.small}>
          {WHO[row.who]}
          {row.subscription === null ? null : (
            <>
              {', '}
              <Link
                href={`/account/subscriptions/${encodeURIComponent(row.subscription.id)}`}
                prefetch={false}
              >
                {row.subscription.name}
              </Link>
            </>
          )}
          {row.address === null ? '' : `, from ${row.address}`}
        </p>
      </div>
      <time className={styles.small} dateTime={row.at.toISOString()}>
        {formatTime(row.at)}
      </time>
    </li>
  );
}

function placeOf(value: string | string[] | undefined): { at: Date; id: string } | null {
  if (typeof value !== 'string') return null;
  const [time = '', id = ''] = value.split('_');
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : { at, id };
}
