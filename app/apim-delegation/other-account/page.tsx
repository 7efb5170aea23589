import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { Button, ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { givenLink } from '../_parts/link';

export const metadata: Metadata = { title: 'Another account' };

/** A link that the portal signed for one user, opened while somebody else is signed in here. */
export default async function OtherAccountPage(props: {
  searchParams: Promise<{ link?: string | string[] }>;
}) {
  const link = givenLink((await props.searchParams).link);
  const user = await requireUser(link ?? '/account');
  return (
    <NoticePage
      kicker="Another account"
      title="The developer portal knows you by another account"
      actions={
        <>
          {link === null ? null : (
            <form action="/api/sign-out" method="post">
              <input type="hidden" name="next" value={link} />
              <Button look="primary">Switch account</Button>
            </form>
          )}
          <form action="/api/sign-out" method="post">
            <Button>Sign out here</Button>
          </form>
          <ButtonLink href="/account">Go on as {user.name}</ButtonLink>
        </>
      }
    >
      <p>
        You are signed in here as {user.email}, and the link is for somebody else, so nothing was
        done with it.
      </p>
      <p>
        Switch to sign in with the other account and go on with the link. If your portal has its own
        sign-in, use the same email address here and there.
      </p>
    </NoticePage>
  );
}
