'use client';

import { useActionState, useEffect, useId, useRef } from 'react';
import { Alert } from '../../../../_ui/alert';
import { FirstCall } from '../../../../_ui/first-call';
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
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();

  // An answer closes the question that it belongs to; the browser gives the focus back to what opened it.
  useEffect(() => {
    if (state.kind === 'hidden') return;
    for (const dialog of form.current?.querySelectorAll('dialog') ?? []) dialog.close();
  }, [state]);

  return (
    <>
      <Panel id="keys" title="Keys" note="Two, so you can rotate without downtime">
        {state.kind === 'problem' ? (
          <div className={styles.message}>
            <Alert tone="warn" title="Your keys can’t be shown" live>
              {state.message}
            </Alert>
          </div>
        ) : null}
        {visible && state.rotated !== null ? (
          <div className={styles.message}>
            <Alert tone="good" title={`The ${state.rotated} key was replaced`} live>
              The old one no longer works.
            </Alert>
          </div>
        ) : null}
        <form ref={form} id={formId} action={action} className={styles.form}>
          <input type="hidden" name="subscriptionId" value={subscriptionId} />
          <ul className={styles.keys}>
            {(['primary', 'secondary'] as const).map((which) => (
              <KeyRow
                key={which}
                which={which}
                value={visible ? state[which] : null}
                rotatable={rotatable && visible}
              />
            ))}
          </ul>
          <SubmitButton
            look={visible ? 'quiet' : 'secondary'}
            working="Loading…"
            name="intent"
            value={visible ? 'hide' : 'show'}
          >
            {visible ? 'Hide keys' : 'Show keys'}
          </SubmitButton>
        </form>
      </Panel>
      <Panel id="first-call" title="First call">
        <FirstCall url={callUrl} apiKey={visible ? state.primary : null} insertForm={formId} />
      </Panel>
    </>
  );
}
