import type { Metadata } from 'next';
import { ButtonLink } from './_ui/button';
import { NoticePage } from './_ui/notice-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <NoticePage
      kicker="404"
      title="Page not found"
      actions={
        <>
          <ButtonLink look="primary" href="/">
            Back to home
          </ButtonLink>
          <ButtonLink href="/account">My subscriptions</ButtonLink>
        </>
      }
    >
      <p>
        The link may be outdated or mistyped, or it may belong to another account. Nothing was
        changed or charged.
      </p>
    </NoticePage>
  );
}
