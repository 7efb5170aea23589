'use client';

import { useActionState } from 'react';
import { Alert } from '../../../../_ui/alert';
import { FirstCall, KEY_PLACEHOLDER } from '../../../../_ui/first-call';
import { Panel } from '../../../../_ui/panel';
import { SubmitButton } from '../../../../_ui/submit-button';
import { type KeysState, keysAction } from '../actions';
import { KeyRow } from './key-row';
import styles from './keys-panel.module.css';

const HIDDEN: KeysState = { kind: 'hidden' };

/**
 * The keys, on request, and a first call that has the key in it once it is shown. The forms work without scripts:
 * then the answer is the whole page with the keys in it.
 */
export function KeysPanel({
  subscriptionId,
  callUrl,
  rotatable,
}: {
  subscriptionId: string;
  callUrl: string;
  rotatable: boolean;
}) {
  const [state, action] = useActionState(keysAction, HIDDEN);
  const visible = state.kind === 'shown';
  return (
    <>
      <Panel id="keys" title="Keys" note="Two, so that one can be replaced without a gap">
        {state.kind === 'problem' ? (
          <div className={styles.message}>
            <Alert tone="warn" title="The keys can’t be shown" live>
              {state.message}
            </Alert>
          </div>
        ) : null}
        {visible && state.rotated !== null ? (
          <div className={styles.message}>
            <Alert tone="good" title={`The ${state.rotated} key was replaced`} live>
              The old one is refused from now on.
            </Alert>
          </div>
        ) : null}
        <form action={action} className={styles.form}>
          <input type="hidden" name="subscriptionId" value={subscriptionId} />
          <ul className={styles.keys}>
            {(['primary', 'secondary'] as const).map((which) => (
              <KeyRow
                key={`${which} ${visible ? state[which] : ''}`}
                which={which}
                value={visible ? state[which] : null}
                rotatable={rotatable && visible}
              />
            ))}
          </ul>
          <SubmitButton
            look={visible ? 'quiet' : 'secondary'}
            working="One moment…"
            name="intent"
            value={visible ? 'hide' : 'show'}
          >
            {visible ? 'Hide keys' : 'Show keys'}
          </SubmitButton>
        </form>
      </Panel>
      <Panel id="first-call" title="First call">
        <FirstCall url={callUrl} apiKey={visible ? state.primary : KEY_PLACEHOLDER} />
        {visible ? null : (
          <p className={styles.hint}>Show the keys, and the code has yours in it.</p>
        )}
      </Panel>
    </>
  );
}
