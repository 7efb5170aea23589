import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { ActionForm } from '../../_ui/action-form';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { resendAction } from '../../account/settings/actions';
import { givenLink } from '../_parts/link';

export const metadata: Metadata = { title: 'Confirm your email address' };

/** The portal's user has this email: only somebody who proves the mailbox may be treated as that user. */
export default async function ConfirmFirstPage(props: {
  searchParams: Promise<{ link?: string | string[] }>;
}) {
  const link = givenLink((await props.searchParams).link) ?? '/account';
  const user = await requireUser(link);
  return (
    <NoticePage
      kicker="One more step"
      title="Confirm your email address"
      actions={
        <>
          <ButtonLink look="primary" href={link}>
            I’ve confirmed it
          </ButtonLink>
          <ActionForm
            action={resendAction}
            fields={[]}
            submit="Resend email"
            working="Sending…"
            look="secondary"
          />
        </>
      }
    >
      <p>
        The developer portal already has a user with the address {user.email}. Open the link we
        emailed you to continue as that user.
      </p>
    </NoticePage>
  );
}
