import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { ActionForm } from '../../_ui/action-form';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { resendAction } from '../../account/settings/actions';
import { givenLink } from '../_parts/link';

export const metadata: Metadata = { title: 'Confirm your email first' };

/** The portal's user has this email: only who proves the mailbox may be taken for that user. */
export default async function ConfirmFirstPage(props: {
  searchParams: Promise<{ link?: string | string[] }>;
}) {
  const link = givenLink((await props.searchParams).link) ?? '/account';
  const user = await requireUser(link);
  return (
    <NoticePage
      kicker="One more step"
      title="Confirm your email address first"
      actions={
        <>
          <ButtonLink look="primary" href={link}>
            I confirmed it, go on
          </ButtonLink>
          <ActionForm
            action={resendAction}
            fields={[]}
            submit="Send the message again"
            working="Sending…"
            look="secondary"
          />
        </>
      }
    >
      <p>
        The developer portal has a user with the address {user.email}. Open the link in the message
        that we sent there, and you go on as that user.
      </p>
    </NoticePage>
  );
}
