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
      title="The developer portal uses another account"
      actions={
        <>
          {link === null ? null : (
            <form action="/api/sign-out" method="post">
              <input type="hidden" name="next" value={link} />
              <Button look="primary">Switch account</Button>
            </form>
          )}
          <form action="/api/sign-out" method="post">
            <Button>Sign out</Button>
          </form>
          <ButtonLink href="/account">Continue as {user.name}</ButtonLink>
        </>
      }
    >
      <p>
        You are signed in as {user.email}, but the link is for another account, so we ignored it.
      </p>
      <p>
        Switch accounts to continue with the link. If the portal has its own sign-in, use the same
        email address in both places.
      </p>
    </NoticePage>
  );
}
