import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getDeps } from '@/lib/server/wiring/deps';
import { viewMailbox } from '@/lib/use-cases/identity/view-mailbox';
import { EmptyState } from '../_ui/empty-state';
import { formatTime } from '../_ui/format-time';
import { demoOnly } from './_parts/demo-only';
import styles from './_parts/mailbox.module.css';
import { MailboxFrame } from './_parts/mailbox-frame';

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } };

/** Every message that a demo would have sent. */
export default async function MailboxPage() {
  await demoOnly();
  const mail = await viewMailbox(await getDeps());
  return (
    <MailboxFrame title="Mailbox">
      <p className={styles.lead}>
        Emails from this demo, newest first. With a mail server (SMTP_URL), they are sent instead.
      </p>
      {mail.length === 0 ? (
        <EmptyState icon={<Inbox size={20} aria-hidden="true" />} title="No emails yet">
          Create an account to see its confirmation email here.
        </EmptyState>
      ) : (
        <ul className={styles.list}>
          {mail.map(({ id, to, subject, createdAt }) => (
            <li key={id} className={styles.row}>
              <Link href={`/mailbox/${id}`} prefetch={false} className={styles.subject}>
                {subject}
              </Link>
              <span className={styles.small}>{to}</span>
              <time className={styles.small} dateTime={createdAt.toISOString()}>
                {formatTime(createdAt)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </MailboxFrame>
  );
}
