import type { Metadata } from 'next';
import { getDeps } from '@/lib/server/wiring/deps';
import { readReset } from '@/lib/use-cases/identity/reset-password';
import { ActionForm } from '../../_ui/action-form';
import { ButtonLink } from '../../_ui/button';
import { AuthCard } from '../_parts/auth-card';
import { onlyText } from '../_parts/only-text';
import { resetAction } from './actions';

export const metadata: Metadata = { title: 'Choose a new password' };

/** Opening the link changes nothing: mail programs open links before people do. The button acts. */
export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const token = onlyText((await searchParams).token);
  if (!(await readReset(await getDeps(), token))) {
    return (
      <AuthCard
        title="This link has expired"
        lead="Links work once, expire after an hour, and are replaced by newer ones."
        other={null}
      >
        <ButtonLink look="primary" wide href="/forgot-password">
          Request a new link
        </ButtonLink>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Choose a new password"
      lead="This signs you out of every other browser."
      other={null}
    >
      <ActionForm
        action={resetAction}
        hidden={{ token }}
        fields={[
          {
            name: 'password',
            label: 'New password',
            type: 'password',
            autoComplete: 'new-password',
            hint: 'At least 10 characters. A few words are easy to remember.',
            required: true,
          },
        ]}
        submit="Set password"
        working="Setting…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
