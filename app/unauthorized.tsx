import type { Metadata } from 'next';
import { ButtonLink } from './_ui/button';
import { NoticePage } from './_ui/notice-page';

export const metadata: Metadata = { title: 'Sign in first' };

export default function Unauthorized() {
  return (
    <NoticePage
      kicker="Not signed in"
      title="Sign in to see this page"
      actions={
        <ButtonLink look="primary" href="/sign-in">
          Sign in
        </ButtonLink>
      }
    >
      <p>This page belongs to an account, and this browser is not signed in to one.</p>
    </NoticePage>
  );
}
