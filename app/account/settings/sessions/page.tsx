import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/deps';
import { type SessionRow, viewSessions } from '@/lib/use-cases/manage-sessions';
import { Badge } from '../../../_ui/badge';
import { Panel } from '../../../_ui/panel';
import { SubmitButton } from '../../../_ui/submit-button';
import { timeWords } from '../../../_ui/time-words';
import { browserWords } from '../_parts/browser-words';
import { endOthersAction, endSessionAction } from '../actions';
import styles from '../settings.module.css';

export const metadata: Metadata = { title: 'Sessions' };

export default async function SessionsPage() {
  const { id: userId, sessionId } = await requireUser('/account/settings/sessions');
  const sessions = await viewSessions(await getDeps(), { userId, sessionId });
  return (
    <Panel id="sessions" title="Where you are signed in">
      <ul className={styles.rows}>
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 ? (
        <form action={endOthersAction}>
          <SubmitButton working="Signing out…">Sign out everywhere else</SubmitButton>
        </form>
      ) : null}
    </Panel>
  );
}

function SessionItem({ session }: { session: SessionRow }) {
  const browser = browserWords(session.userAgent);
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p>
          {browser} {session.isThis ? <Badge tone="good">This browser</Badge> : null}
        </p>
        <p className={styles.small}>
          Signed in {timeWords(session.signedInAt)}, last seen {timeWords(session.seenAt)}
          {session.address === null ? '' : `, from ${session.address}`}
        </p>
      </div>
      {session.isThis ? null : (
        <form action={endSessionAction}>
          <input type="hidden" name="session" value={session.id} />
          <SubmitButton size="small" working="Signing out…">
            Sign out<span className="visually-hidden"> {browser}</span>
          </SubmitButton>
        </form>
      )}
    </li>
  );
}
