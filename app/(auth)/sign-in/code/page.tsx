import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { secondStepUser } from '@/lib/auth/second-step';
import { ActionForm } from '../../../_ui/action-form';
import { AuthCard } from '../../_parts/auth-card';
import { nextAddress, withNext } from '../../_parts/next-address';
import { codeAction } from '../actions';

export const metadata: Metadata = { title: 'Enter your code' };

/** The second step of signing in, after the password was right. */
export default async function CodePage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const next = nextAddress((await searchParams).next, '/account');
  if (!(await secondStepUser())) redirect(withNext('/sign-in', next));
  return (
    <AuthCard
      title="Enter your code"
      lead="Enter the six-digit code from your authenticator app."
      other={
        <Link href={withNext('/sign-in', next)} prefetch={false}>
          Start over
        </Link>
      }
    >
      <ActionForm
        action={codeAction}
        hidden={{ next }}
        fields={[
          {
            name: 'code',
            label: 'Code',
            autoComplete: 'one-time-code',
            hint: 'Lost your phone? Enter a recovery code.',
            required: true,
          },
        ]}
        submit="Continue"
        working="Checking…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
