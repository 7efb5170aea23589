import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { type SessionRow, viewSessions } from '@/lib/use-cases/identity/manage-sessions';
import { viewSettings } from '@/lib/use-cases/identity/view-settings';
import { ActionForm } from '../../../_ui/action-form';
import { Badge } from '../../../_ui/badge';
import { formatTime } from '../../../_ui/format-time';
import { Panel } from '../../../_ui/panel';
import { TwoClocks } from '../../../_ui/two-clocks';
import { browserText } from '../_parts/browser-label';
import { ownerFields } from '../_parts/owner-field';
import { endSessionsAction } from '../actions';
import styles from '../settings.module.css';

export const metadata: Metadata = { title: 'Sessions' };

export default async function SessionsPage() {
  const { id: userId, sessionId } = await requireUser('/account/settings/sessions');
  const deps = await getDeps();
  const [sessions, { hasPassword }] = await Promise.all([
    viewSessions(deps, { userId, sessionId }),
    viewSettings(deps, userId),
  ]);
  const others = sessions.filter(({ isThis }) => !isThis);
  return (
    <Panel id="sessions" title="Where you are signed in">
      <TwoClocks />
      <ul className={styles.rows}>
        {sessions
          .filter(({ isThis }) => isThis)
          .map((session) => (
            <li key={session.id} className={styles.row}>
              <SessionText session={session} />
            </li>
          ))}
      </ul>
      {others.length === 0 ? null : (
        <ActionForm
          action={endSessionsAction}
          fields={ownerFields(hasPassword)}
          submit="Sign out selected"
          working="Signing out…"
        >
          <fieldset className={styles.choices}>
            <legend>Other browsers</legend>
            {others.map((session) => (
              <label key={session.id} className={styles.choice}>
                <input type="radio" name="session" value={session.id} />
                <SessionText session={session} />
              </label>
            ))}
            <label className={styles.choice}>
              <input type="radio" name="session" value="others" />
              Everywhere except this browser
            </label>
          </fieldset>
        </ActionForm>
      )}
    </Panel>
  );
}

function SessionText({ session }: { session: SessionRow }) {
  return (
    <span className={styles.what}>
      {browserText(session.userAgent)}{' '}
      {session.isThis ? <Badge tone="good">This browser</Badge> : null}
      <span className={`${styles.small} ${styles.line}`}>
        Signed in {formatTime(session.signedInAt)}, last seen {formatTime(session.seenAt)}
        {session.address === null ? '' : `, from ${session.address}`}
      </span>
    </span>
  );
}
