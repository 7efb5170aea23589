import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { currentUser } from '@/lib/auth/guards';
import { AuthCard } from '../_parts/auth-card';
import { nextAddress, reasonText, withNext } from '../_parts/next-address';
import { ProviderButtons } from '../_parts/provider-buttons';
import { SignUpForm } from './sign-up-form';

export const metadata: Metadata = { title: 'Create an account' };

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const given = (await searchParams).next;
  const next = nextAddress(given, '/account');
  if (await currentUser()) redirect(next);
  const kept = given === undefined ? null : next;
  const reason = reasonText(next);
  return (
    <AuthCard
      title="Create an account"
      lead={
        reason === null
          ? 'It’s free. You choose a plan afterwards.'
          : `Create an account ${reason}.`
      }
      other={
        <>
          Have an account?{' '}
          <Link href={withNext('/sign-in', kept)} prefetch={false}>
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={kept} />
      <ProviderButtons next={kept} />
    </AuthCard>
  );
}
