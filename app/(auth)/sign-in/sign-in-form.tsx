import { ActionForm } from '../../_ui/action-form';
import { signInAction } from './actions';

export function SignInForm({ next }: { next: string | null }) {
  return (
    <ActionForm
      action={signInAction}
      hidden={next === null ? {} : { next }}
      fields={[
        { name: 'email', label: 'Email', type: 'email', autoComplete: 'username', required: true },
        {
          name: 'password',
          label: 'Password',
          type: 'password',
          autoComplete: 'current-password',
          required: true,
        },
      ]}
      submit="Sign in"
      working="Signing in…"
      size="large"
      wide
    />
  );
}
