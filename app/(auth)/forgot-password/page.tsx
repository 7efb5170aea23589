import type { Metadata } from 'next';
import Link from 'next/link';
import { ActionForm } from '../../_ui/action-form';
import { AuthCard } from '../_parts/auth-card';
import { forgotAction } from './actions';

export const metadata: Metadata = { title: 'Forgotten password' };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      title="Forgotten password"
      lead="We send you a link to choose a new one."
      other={
        <Link href="/sign-in" prefetch={false}>
          Back to signing in
        </Link>
      }
    >
      <ActionForm
        action={forgotAction}
        fields={[
          {
            name: 'email',
            label: 'E-mail',
            type: 'email',
            autoComplete: 'username',
            required: true,
          },
        ]}
        submit="Send the link"
        working="Sending…"
        size="large"
        wide
      />
    </AuthCard>
  );
}
