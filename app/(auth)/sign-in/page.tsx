import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { currentUser } from '@/lib/auth/guards';
import { providerName } from '@/lib/auth/providers';
import { Alert } from '../../_ui/alert';
import { AuthCard } from '../_parts/auth-card';
import styles from '../_parts/form.module.css';
import { nextAddress, reasonText, withNext } from '../_parts/next-address';
import { ProviderButtons } from '../_parts/provider-buttons';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{
    next?: string | string[];
    problem?: string | string[];
    error?: string | string[];
    provider?: string | string[];
  }>;
}) {
  const query = await searchParams;
  const given = query.next;
  const problem = problemText(query);
  const next = nextAddress(given, '/account');
  if (await currentUser()) redirect(next);
  const kept = given === undefined ? null : next;
  const reason = reasonText(next);
  return (
    <AuthCard
      title="Sign in"
      lead={reason === null ? 'Your keys, calls and invoices.' : `Sign in ${reason}.`}
      other={
        <>
          No account yet?{' '}
          <Link href={withNext('/sign-up', kept)} prefetch={false}>
            Create one
          </Link>
        </>
      }
    >
      {problem === null ? null : (
        <div className={styles.problem}>
          <Alert tone="warn" title={problem.title} live>
            {problem.text}
          </Alert>
        </div>
      )}
      <SignInForm next={kept} />
      <p className={styles.forgot}>
        <Link href="/forgot-password" prefetch={false}>
          Forgot your password?
        </Link>
      </p>
      <ProviderButtons next={kept} />
    </AuthCard>
  );
}

/** What a provider's answer came to, when it was not a sign-in. */
function problemText({
  problem,
  error,
  provider,
}: Partial<Record<'problem' | 'error' | 'provider', unknown>>): {
  title: string;
  text: string;
} | null {
  if (problem === 'link-first') {
    const name = typeof provider === 'string' ? providerName(provider) : 'the provider';
    return {
      title: 'This email address already has an account',
      text: `Sign in the way you did before to link ${name} to it.`,
    };
  }
  if (problem === 'closed') {
    return {
      title: 'This account is being closed',
      text: 'Once it’s closed, you can use the address for a new one.',
    };
  }
  if (problem === 'provider-away') {
    return {
      title: 'The provider isn’t responding',
      text: 'Try again in a minute, or sign in another way.',
    };
  }
  if (problem === 'email-not-proven') {
    return {
      title: 'The provider hasn’t confirmed your email address',
      text: 'Confirm it there, or create an account here with a password.',
    };
  }
  if (typeof error === 'string') {
    return {
      title: 'Sign-in with the provider failed',
      text: 'Try again, or sign in another way.',
    };
  }
  return null;
}
