'use server';

import { redirect } from 'next/navigation';
import { startSession } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/wiring/deps';
import { signUp } from '@/lib/use-cases/identity/sign-up';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';
import { nextAddress } from '../_parts/next-address';

export const signUpAction = formAction(async (_before, form) => {
  const name = formText(form, 'name');
  const email = formText(form, 'email');
  const password = formText(form, 'password');
  const next = nextAddress(form.get('next'), '/account');
  const outcome = await signUp(await getDeps(), { name, email, password, next });
  switch (outcome.kind) {
    case 'invalid':
      return {
        fields: Object.fromEntries(outcome.problems.map((p) => [p.field, p.message])),
        values: { name, email },
      };
    case 'wait':
      return { problem: { title: outcome.message }, values: { name, email } };
    case 'check-mail':
      return redirect(`/check-mail?for=sign-up&next=${encodeURIComponent(next)}`);
    case 'signed-up':
      await startSession(outcome.userId);
      return redirect(next);
    default:
      return outcome satisfies never;
  }
});
