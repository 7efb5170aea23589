import type { Metadata } from 'next';
import { ButtonLink } from '../_ui/button';
import { NoticePage } from '../_ui/notice-page';

export const metadata: Metadata = { title: 'Your account is closed', robots: { index: false } };

export default function GoodbyePage() {
  return (
    <NoticePage
      kicker="Goodbye"
      title="Your account is closed"
      actions={<ButtonLink href="/">To the start page</ButtonLink>}
    >
      <p>
        Your keys no longer work and you are signed out everywhere. What is left to count is counted
        and billed within the hour; then your personal data is erased and you get a last message.
      </p>
    </NoticePage>
  );
}
