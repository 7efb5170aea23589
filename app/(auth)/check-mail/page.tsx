import type { Metadata } from 'next';
import Link from 'next/link';
import { env } from '@/lib/server/env/env';
import { AuthCard } from '../_parts/auth-card';
import { nextAddress, withNext } from '../_parts/next-address';

export const metadata: Metadata = { title: 'Check your email' };

const LEADS = {
  'sign-up': 'We’ve emailed you instructions.',
  operator:
    'Confirm your address to open the operator pages: use the link we emailed you, or resend it from your settings.',
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
      title="Check your email"
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
          This is a demo: its emails are kept in <Link href="/mailbox">the mailbox</Link>.
        </p>
      ) : mail === null ? (
        <p>This site has no mail server yet, so the email hasn’t been sent. Ask its operator.</p>
      ) : (
        <p>If it doesn’t arrive within a minute, check your spam folder.</p>
      )}
    </AuthCard>
  );
}
