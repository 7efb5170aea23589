import type { Metadata } from 'next';
import Link from 'next/link';
import { env } from '@/lib/server/env/env';
import { AuthCard } from '../_parts/auth-card';
import { nextAddress, withNext } from '../_parts/next-address';

export const metadata: Metadata = { title: 'Check your mail' };

const LEADS = {
  'sign-up': 'We’ve e-mailed you instructions.',
  operator:
    'The operator pages open once you’ve confirmed your address: open the link that we sent you. You can have it sent again in your settings.',
  reset: 'If this address has an account, a link to choose a new password is on its way.',
} as const;

/** The same words whether there is an account or not. */
export default async function CheckMailPage({
  searchParams,
}: {
  searchParams: Promise<{ for?: string | string[]; next?: string | string[] }>;
}) {
  const given = await searchParams;
  const lead =
    given.for === 'reset' || given.for === 'operator' ? LEADS[given.for] : LEADS['sign-up'];
  const { mail, identity } = env();
  return (
    <AuthCard
      title="Check your mail"
      lead={lead}
      other={
        <>
          Have an account?{' '}
          <Link href={withNext('/sign-in', nextAddress(given.next, '/account'))} prefetch={false}>
            Sign in
          </Link>
        </>
      }
    >
      {identity.mailbox !== 'off' ? (
        <p>
          This is a demo: its messages are kept in <Link href="/mailbox">the mailbox</Link>.
        </p>
      ) : mail === null ? (
        <p>This site has no mail server yet, so the message waits. Ask its operator.</p>
      ) : (
        <p>It takes a minute at most. Look among spam when it does not come.</p>
      )}
    </AuthCard>
  );
}
