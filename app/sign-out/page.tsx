import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { Button, ButtonLink } from '../_ui/button';
import { NoticePage } from '../_ui/notice-page';

export const metadata: Metadata = { title: 'Sign out' };

/** A link must not sign anybody out: this page asks, the button acts. */
export default async function SignOutPage(props: {
  searchParams: Promise<{ from?: string | string[] }>;
}) {
  const isFromPortal = (await props.searchParams).from === 'portal';
  const user = await currentUser();
  if (!user) redirect(isFromPortal ? (await getDeps()).settings.portalUrl : '/');
  return (
    <NoticePage
      kicker="Sign out"
      title={isFromPortal ? 'Sign out of Tollgate too?' : 'Sign out of Tollgate?'}
      actions={
        <>
          <form action="/api/sign-out" method="post">
            {isFromPortal ? <input type="hidden" name="to" value="portal" /> : null}
            <Button look="primary">Sign out</Button>
          </form>
          <ButtonLink href="/account">Stay signed in</ButtonLink>
        </>
      }
    >
      <p>You are signed in as {user.email}.</p>
    </NoticePage>
  );
}
