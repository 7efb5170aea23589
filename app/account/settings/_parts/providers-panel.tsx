import { configuredProviders, providerName } from '@/lib/auth/providers';
import { ActionForm } from '../../../_ui/action-form';
import { Alert } from '../../../_ui/alert';
import { formatDay } from '../../../_ui/format-time';
import { Panel } from '../../../_ui/panel';
import { linkAction, unlinkAction } from '../actions';
import styles from '../settings.module.css';
import { ownerFields } from './owner-field';

const PROBLEMS: Readonly<Record<string, string>> = {
  'linked-elsewhere': 'That account is linked to another account here, so nothing was linked.',
  'link-lost': 'You were signed out or signed in as someone else, so nothing was linked.',
};

/** Other ways to sign in, where the operator offers some. */
export function ProvidersPanel({
  linked,
  hasPassword,
  problem,
}: {
  linked: { provider: string; since: Date }[];
  hasPassword: boolean;
  /** What the way back from a provider brought. */
  problem: string | null;
}) {
  const isLinked = new Set(linked.map(({ provider }) => provider));
  const more = configuredProviders().filter(({ id }) => !isLinked.has(id));
  if (linked.length === 0 && more.length === 0) return null;
  const sentence = problem === null ? undefined : PROBLEMS[problem];
  return (
    <Panel id="providers" title="Other ways to sign in">
      {sentence === undefined ? null : <Alert tone="warn" title={sentence} live />}
      <ul className={styles.rows}>
        {linked.map(({ provider, since }) => (
          <ProviderRow
            key={provider}
            provider={provider}
            hasPassword={hasPassword}
            does="Remove"
            note={`since ${formatDay(since)}`}
          />
        ))}
        {more.map(({ id }) => (
          <ProviderRow key={id} provider={id} hasPassword={hasPassword} does="Link" />
        ))}
      </ul>
    </Panel>
  );
}

function ProviderRow({
  provider,
  hasPassword,
  does,
  note,
}: {
  provider: string;
  hasPassword: boolean;
  does: 'Link' | 'Remove';
  note?: string;
}) {
  const name = providerName(provider);
  return (
    <li className={styles.row}>
      <span>
        {name} {note === undefined ? null : <span className={styles.small}>{note}</span>}
      </span>
      <details className={styles.more}>
        <summary>
          {does} {name}
        </summary>
        <ActionForm
          action={does === 'Link' ? linkAction : unlinkAction}
          hidden={{ provider }}
          fields={ownerFields(hasPassword, `current-${provider}`)}
          submit={does === 'Link' ? `Go to ${name}` : `Remove ${name} now`}
          working={does === 'Link' ? 'Opening…' : 'Removing…'}
          look="secondary"
        />
      </details>
    </li>
  );
}
