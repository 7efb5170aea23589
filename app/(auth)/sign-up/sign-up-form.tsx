import { ActionForm } from '../../_ui/action-form';
import { signUpAction } from './actions';

export function SignUpForm({ next }: { next: string | null }) {
  return (
    <ActionForm
      action={signUpAction}
      hidden={next === null ? {} : { next }}
      fields={[
        { name: 'name', label: 'Name', autoComplete: 'name', required: true },
        { name: 'email', label: 'Email', type: 'email', autoComplete: 'username', required: true },
        {
          name: 'password',
          label: 'Password',
          type: 'password',
          autoComplete: 'new-password',
          hint: 'At least 10 characters. A few words are easy to remember.',
          required: true,
        },
      ]}
      submit="Create account"
      working="Creating your account…"
      size="large"
      wide
    />
  );
}
