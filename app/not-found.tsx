import type { Metadata } from 'next';
import { ButtonLink } from './_ui/button';
import { NoticePage } from './_ui/notice-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <NoticePage
      kicker="404"
      title="There is nothing at this address"
      actions={
        <>
          <ButtonLink look="primary" href="/">
            Go to the start page
          </ButtonLink>
          <ButtonLink href="/account">My subscriptions</ButtonLink>
        </>
      }
    >
      <p>
        The link may be old, mistyped, or belong to another account. Nothing was changed and nothing
        was charged.
      </p>
    </NoticePage>
  );
}
