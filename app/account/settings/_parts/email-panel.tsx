import type { SettingsView } from '@/lib/use-cases/identity/view-settings';
import { ActionForm } from '../../../_ui/action-form';
import { Badge } from '../../../_ui/badge';
import { Panel } from '../../../_ui/panel';
import { emailAction, resendAction } from '../actions';
import styles from '../settings.module.css';
import { ownerFields } from './owner-field';

/** The address in use, whether it is proven, and the way to another one. */
export function EmailPanel({ settings }: { settings: SettingsView }) {
  const { email, emailConfirmed, emailWaiting, hasPassword } = settings;
  return (
    <Panel id="email" title="Email">
      <div className={styles.stack}>
        <p>
          {email}{' '}
          {emailConfirmed ? (
            <Badge tone="good">Confirmed</Badge>
          ) : (
            <Badge tone="warn">Not confirmed yet</Badge>
          )}
        </p>
        {emailConfirmed ? null : (
          <ActionForm
            action={resendAction}
            fields={[]}
            submit="Resend link"
            working="Sending…"
            look="secondary"
          >
            <p className={styles.text}>
              Open the link we emailed you. You’ll need this address to reset your password.
            </p>
          </ActionForm>
        )}
        {emailWaiting === null ? null : (
          <p className={styles.text}>Waiting for {emailWaiting}: open the link we emailed there.</p>
        )}
        <ActionForm
          action={emailAction}
          fields={[
            {
              name: 'new-email',
              label: 'New email',
              type: 'email',
              autoComplete: 'email',
              hint: 'The change takes effect once you confirm the new address.',
              required: true,
            },
            ...ownerFields(hasPassword, 'email-current'),
          ]}
          submit="Change email"
          working="Sending…"
          look="secondary"
        />
      </div>
    </Panel>
  );
}
