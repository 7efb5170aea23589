import { ActionForm } from '../../../_ui/action-form';
import { Panel } from '../../../_ui/panel';
import { firstPasswordAction, passwordAction } from '../actions';
import styles from '../settings.module.css';
import { ownerFields } from './owner-field';

/** Another password, or the first one for who came by a provider: that is set by a mailed link. */
export function PasswordPanel({ hasPassword }: { hasPassword: boolean }) {
  return (
    <Panel id="password" title="Password">
      {hasPassword ? (
        <ActionForm
          action={passwordAction}
          fields={[
            ...ownerFields(true),
            {
              name: 'new-password',
              label: 'New password',
              type: 'password',
              autoComplete: 'new-password',
              hint: '10 characters or more. Every other browser is signed out.',
              required: true,
            },
          ]}
          submit="Change the password"
          working="Changing…"
          look="secondary"
        />
      ) : (
        <ActionForm
          action={firstPasswordAction}
          fields={[]}
          submit="Send me a link to set one"
          working="Sending…"
          look="secondary"
        >
          <p className={styles.text}>
            You sign in with a provider and have no password. With one you can also come in when the
            provider is away.
          </p>
        </ActionForm>
      )}
    </Panel>
  );
}
