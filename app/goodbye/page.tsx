import type { Metadata } from 'next';
import { ButtonLink } from '../_ui/button';
import { NoticePage } from '../_ui/notice-page';

export const metadata: Metadata = { title: 'Your account is closed', robots: { index: false } };

export default function GoodbyePage() {
  return (
    <NoticePage
      kicker="Goodbye"
      title="Your account is closed"
      actions={<ButtonLink href="/">Back to home</ButtonLink>}
    >
      <p>
        Your keys no longer work and you are signed out everywhere. Remaining usage is counted and
        billed; then your personal data is erased and we send you one last email.
      </p>
    </NoticePage>
  );
}
