'use client';

import { type ReactNode, useActionState } from 'react';
import { Alert } from '../../../_ui/alert';
import { ButtonLink } from '../../../_ui/button';
import { Field } from '../../../_ui/field';
import { SubmitButton } from '../../../_ui/submit-button';
import { type SwitchOnState, switchOnAction } from '../second-factor/actions';
import styles from '../settings.module.css';

const IDLE: SwitchOnState = { kind: 'idle' };

/**
 * The first code switches it on; the recovery codes are shown then, and never again. It stands in the page whether the
 * factor is on or off: without scripts the answer comes with the page that follows, where it is on already.
 */
export function SwitchOn({
  next,
  hasPassword,
  whenOn,
  children,
}: {
  /** Where its owner was going when it was asked for; null for who came by themselves. */
  next: string | null;
  hasPassword: boolean;
  /** What there is to do when it is on; null while it is off. */
  whenOn: ReactNode;
  /** What to do before the code can be typed. */
  children: ReactNode;
}) {
  const [state, action] = useActionState(switchOnAction, IDLE);
  if (state.kind === 'on') return <RecoveryCodes codes={state.recoveryCodes} next={next} />;
  if (whenOn !== null) return whenOn;
  const problemOf = (field: 'code' | 'current') =>
    state.kind === 'problem' && state.field === field ? state.message : undefined;
  return (
    <div className={styles.stack}>
      {children}
      <form action={action} className={styles.stack} noValidate>
        {state.kind === 'problem' && state.field === null ? (
          <Alert tone="bad" title={state.message} live />
        ) : null}
        <Field
          name="code"
          label="Code"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          problem={problemOf('code')}
        />
        {hasPassword ? (
          <Field
            name="current"
            label="Current password"
            type="password"
            autoComplete="current-password"
            required
            problem={problemOf('current')}
          />
        ) : null}
        <div>
          <SubmitButton look="primary" working="Checking…">
            Turn on
          </SubmitButton>
        </div>
      </form>
    </div>
  );
}

function RecoveryCodes({ codes, next }: { codes: string[]; next: string | null }) {
  return (
    <div className={styles.stack}>
      <Alert tone="good" title="Two-factor authentication is on" live>
        Keep these recovery codes in a safe place: each one signs you in once if you lose the app.
        They won’t be shown again. Every other browser is signed out.
      </Alert>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code} className={styles.code}>
            {code}
          </li>
        ))}
      </ul>
      {next === null ? null : (
        <div>
          <ButtonLink look="primary" href={next}>
            I’ve saved them
          </ButtonLink>
        </div>
      )}
    </div>
  );
}
