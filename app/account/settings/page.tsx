import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/deps';
import { viewSettings } from '@/lib/use-cases/view-settings';
import { ActionForm } from '../../_ui/action-form';
import { Panel } from '../../_ui/panel';
import { EmailPanel } from './_parts/email-panel';
import { ProvidersPanel } from './_parts/providers-panel';
import { nameAction, passwordAction } from './actions';
import styles from './settings.module.css';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const user = await requireUser('/account/settings');
  const settings = await viewSettings(await getDeps(), user.id);
  return (
    <>
      <Panel id="profile" title="Profile">
        <ActionForm
          action={nameAction}
          fields={[
            {
              name: 'name',
              label: 'Name',
              autoComplete: 'name',
              defaultValue: settings.name,
              required: true,
            },
          ]}
          submit="Save the name"
          working="Saving…"
          look="secondary"
        />
      </Panel>
      <EmailPanel settings={settings} />
      <Panel id="password" title="Password">
        {settings.hasPassword ? (
          <ActionForm
            action={passwordAction}
            fields={[
              {
                name: 'current',
                label: 'Current password',
                type: 'password',
                autoComplete: 'current-password',
                required: true,
              },
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
          <p className={styles.text}>
            You sign in with a provider and have no password. To set one, sign out and choose
            “Forgotten your password?”.
          </p>
        )}
      </Panel>
      <ProvidersPanel linked={settings.linked} />
    </>
  );
}
