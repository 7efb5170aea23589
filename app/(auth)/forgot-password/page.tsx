import type { Metadata } from 'next';
import Link from 'next/link';
import { ActionForm } from '../../_ui/action-form';
import { AuthCard } from '../_parts/auth-card';
import { forgotAction } from './actions';

export const metadata: Metadata = { title: 'Reset your password' };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      title="Reset your password"
      lead="We’ll email you a link to choose a new one."
      other={
        <Link href="/sign-in" prefetch={false}>
          Back to sign-in
        </Link>
      }
    >
      <ActionForm
        action={forgotAction}
        fields={[
          {
            name: 'email',
            label: 'Email',
            type: 'email',
            autoComplete: 'username',
            required: true,
          },
        ]}
        submit="Send link"
        working="Sending…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
