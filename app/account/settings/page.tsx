import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { viewSettings } from '@/lib/use-cases/identity/view-settings';
import { ActionForm } from '../../_ui/action-form';
import { Panel } from '../../_ui/panel';
import { EmailPanel } from './_parts/email-panel';
import { PasswordPanel } from './_parts/password-panel';
import { ProvidersPanel } from './_parts/providers-panel';
import { nameAction } from './actions';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string | string[] }>;
}) {
  const user = await requireUser('/account/settings');
  const { problem } = await searchParams;
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
          submit="Save"
          working="Saving…"
          look="secondary"
        />
      </Panel>
      <EmailPanel settings={settings} />
      <PasswordPanel hasPassword={settings.hasPassword} />
      <ProvidersPanel
        linked={settings.linked}
        hasPassword={settings.hasPassword}
        problem={typeof problem === 'string' ? problem : null}
      />
    </>
  );
}
