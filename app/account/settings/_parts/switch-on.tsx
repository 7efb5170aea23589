'use client';

import { useActionState } from 'react';
import { Alert } from '../../../_ui/alert';
import { Field } from '../../../_ui/field';
import { SubmitButton } from '../../../_ui/submit-button';
import { type SwitchOnState, switchOnAction } from '../second-factor/actions';
import styles from '../settings.module.css';

const IDLE: SwitchOnState = { kind: 'idle' };

/** The first code switches it on; the recovery codes are shown then, and never again. */
export function SwitchOn() {
  const [state, action] = useActionState(switchOnAction, IDLE);
  if (state.kind === 'on') {
    return (
      <div className={styles.stack}>
        <Alert tone="good" title="The second factor is on" live>
          Keep these recovery codes in a safe place: each signs you in once when the app is lost.
          They are not shown again.
        </Alert>
        <ul className={styles.codes} aria-label="Recovery codes">
          {state.recoveryCodes.map((code) => (
            <li key={code} className={styles.code}>
              {code}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <form action={action} className={styles.stack} noValidate>
      <Field
        name="code"
        label="Code"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        problem={state.kind === 'problem' ? state.message : undefined}
      />
      <div>
        <SubmitButton look="primary" working="Checking…">
          Switch it on
        </SubmitButton>
      </div>
    </form>
  );
}
