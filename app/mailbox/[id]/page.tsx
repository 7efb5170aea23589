import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getDeps } from '@/lib/server/wiring/deps';
import { viewMail } from '@/lib/use-cases/identity/view-mailbox';
import { formatTime } from '../../_ui/format-time';
import { demoOnly } from '../_parts/demo-only';
import styles from '../_parts/mailbox.module.css';
import { MailboxFrame } from '../_parts/mailbox-frame';

export const metadata: Metadata = { title: 'Email', robots: { index: false } };

/** A message as text with its links, and as mail programs show it. */
export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  await demoOnly();
  const mail = await viewMail(await getDeps(), (await params).id);
  if (!mail) notFound();
  return (
    <MailboxFrame title={mail.subject}>
      <p className={styles.small}>
        To {mail.to}, {formatTime(mail.createdAt)}.{' '}
        <Link href="/mailbox" prefetch={false}>
          All emails
        </Link>
      </p>
      {mail.text === '' ? (
        <p>This email was sent; its text is no longer stored.</p>
      ) : (
        <>
          <p className={styles.text}>{withLinks(mail.text)}</p>
          <h2>HTML version</h2>
          {/* Without allow-scripts and allow-top-navigation nothing in it can run or lead away. */}
          <iframe className={styles.letter} title="Email as HTML" sandbox="" srcDoc={mail.html} />
        </>
      )}
    </MailboxFrame>
  );
}

/** Lines are as they are; an address in one leads where it says. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s]+)/).map((part) =>
    /^https?:\/\//.test(part) ? (
      <a key={part} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}
