import { configuredProviders, providerName } from '@/lib/auth/providers';
import { ActionForm } from '../../../_ui/action-form';
import { Button } from '../../../_ui/button';
import { Panel } from '../../../_ui/panel';
import { dayWords } from '../../../_ui/time-words';
import { unlinkAction } from '../actions';
import styles from '../settings.module.css';

/** Other ways to sign in, where the operator offers some. */
export function ProvidersPanel({ linked }: { linked: { provider: string; since: Date }[] }) {
  const isLinked = new Set(linked.map(({ provider }) => provider));
  const more = configuredProviders().filter(({ id }) => !isLinked.has(id));
  if (linked.length === 0 && more.length === 0) return null;
  return (
    <Panel id="providers" title="Other ways to sign in">
      <ul className={styles.rows}>
        {linked.map(({ provider, since }) => (
          <li key={provider} className={styles.row}>
            <span>
              {providerName(provider)} <span className={styles.small}>since {dayWords(since)}</span>
            </span>
            <ActionForm
              action={unlinkAction}
              hidden={{ provider }}
              fields={[]}
              submit={`Remove ${providerName(provider)}`}
              working="Removing…"
              look="secondary"
              size="small"
            />
          </li>
        ))}
        {more.map(({ id, name }) => (
          <li key={id} className={styles.row}>
            <span>{name}</span>
            <form action={`/api/sign-in/${id}`} method="post">
              <input type="hidden" name="next" value="/account/settings" />
              <Button size="small">Link {name}</Button>
            </form>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
