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
              hint: 'At least 10 characters. Every other browser is signed out.',
              required: true,
            },
          ]}
          submit="Change password"
          working="Changing…"
          look="secondary"
        />
      ) : (
        <ActionForm
          action={firstPasswordAction}
          fields={[]}
          submit="Email me a link"
          working="Sending…"
          look="secondary"
        >
          <p className={styles.text}>
            You sign in with a provider and have no password. Set one to be able to sign in without
            the provider.
          </p>
        </ActionForm>
      )}
    </Panel>
  );
}
