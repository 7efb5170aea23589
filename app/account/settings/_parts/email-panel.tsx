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
            submit="Send the link again"
            working="Sending…"
            look="secondary"
          >
            <p className={styles.text}>
              Open the link in the message that we sent you. It lets you come back when you forget
              the password.
            </p>
          </ActionForm>
        )}
        {emailWaiting === null ? null : (
          <p className={styles.text}>
            Waiting for {emailWaiting}: open the link in the message that we sent there.
          </p>
        )}
        <ActionForm
          action={emailAction}
          fields={[
            {
              name: 'new-email',
              label: 'New email',
              type: 'email',
              autoComplete: 'email',
              hint: 'It counts as soon as you open the link that we send there.',
              required: true,
            },
            ...ownerFields(hasPassword, 'email-current'),
          ]}
          submit="Change the email"
          working="Sending…"
          look="secondary"
        />
      </div>
    </Panel>
  );
}
