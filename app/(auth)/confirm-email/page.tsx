import type { Metadata } from 'next';
import Link from 'next/link';
import { currentUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { readConfirmation } from '@/lib/use-cases/identity/confirm-email';
import { ActionForm } from '../../_ui/action-form';
import { ButtonLink } from '../../_ui/button';
import { AuthCard } from '../_parts/auth-card';
import { nextAddress } from '../_parts/next-address';
import { onlyText } from '../_parts/only-text';
import { confirmAction } from './actions';

export const metadata: Metadata = { title: 'Confirm your email' };

/** Opening the link changes nothing: mail programs open links before people do. The button acts. */
export default async function ConfirmEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[]; next?: string | string[] }>;
}) {
  const given = await searchParams;
  const token = onlyText(given.token);
  const signedIn = await currentUser();
  const link = await readConfirmation(await getDeps(), {
    token,
    signedInUserId: signedIn?.id ?? null,
  });
  const next = nextAddress(given.next, '/account');
  if (link.kind === 'over') {
    return (
      <AuthCard
        title="This link has expired"
        lead="Links work once, expire after 24 hours, and are replaced by newer ones."
        other={null}
      >
        <ButtonLink look="primary" wide href="/account/settings">
          Go to settings
        </ButtonLink>
      </AuthCard>
    );
  }
  const lead = `${link.email} is the address of your account.`;
  if (link.proof === 'sign-in') {
    const here = `/confirm-email?token=${encodeURIComponent(token)}&next=${encodeURIComponent(next)}`;
    return (
      <AuthCard title="Confirm your email" lead={lead} other={null}>
        <ButtonLink look="primary" wide href={`/sign-in?next=${encodeURIComponent(here)}`}>
          Sign in to confirm
        </ButtonLink>
      </AuthCard>
    );
  }
  const asksPassword = link.proof === 'password';
  return (
    <AuthCard
      title="Confirm your email"
      lead={asksPassword ? `${lead} Enter your password to show that the account is yours.` : lead}
      other={
        asksPassword ? (
          <>
            Not your account, or forgot the password?{' '}
            <Link href="/forgot-password" prefetch={false}>
              Choose a new one
            </Link>
          </>
        ) : null
      }
    >
      <ActionForm
        action={confirmAction}
        hidden={{ token, next }}
        fields={
          asksPassword
            ? [
                {
                  name: 'password',
                  label: 'Account password',
                  type: 'password',
                  autoComplete: 'current-password',
                  required: true,
                },
              ]
            : []
        }
        submit="Confirm this address"
        working="Confirming…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
