import type { Metadata } from 'next';
import { getDeps } from '@/lib/server/deps';
import { readConfirmation } from '@/lib/use-cases/confirm-email';
import { ActionForm } from '../../_ui/action-form';
import { ButtonLink } from '../../_ui/button';
import { AuthCard } from '../_parts/auth-card';
import { nextAddress } from '../_parts/next-address';
import { onlyText } from '../_parts/only-text';
import { confirmAction } from './actions';

export const metadata: Metadata = { title: 'Confirm your e-mail' };

/** Opening the link changes nothing: mail programs open links before people do. The button acts. */
export default async function ConfirmEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[]; next?: string | string[] }>;
}) {
  const given = await searchParams;
  const token = onlyText(given.token);
  const link = await readConfirmation(await getDeps(), token);
  if (link.kind === 'over') {
    return (
      <AuthCard
        title="This link is over"
        lead="It works once, for a day, and a newer one replaces it."
        other={null}
      >
        <ButtonLink look="primary" wide href="/account/settings">
          Go to my settings
        </ButtonLink>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Confirm your e-mail"
      lead={`${link.email} is the address of your account.`}
      other={null}
    >
      <ActionForm
        action={confirmAction}
        hidden={{ token, next: nextAddress(given.next, '/account') }}
        fields={[]}
        submit="Confirm this address"
        working="Confirming…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
