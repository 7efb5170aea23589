'use server';

import { redirect } from 'next/navigation';
import { finishSignIn } from '@/lib/auth/provider-sign-in';
import { beginSecondStep } from '@/lib/auth/second-step';
import { getDeps } from '@/lib/server/wiring/deps';
import { resetPassword } from '@/lib/use-cases/identity/reset-password';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

export const resetAction = formAction(async (_before, form) => {
  const outcome = await resetPassword(await getDeps(), {
    token: formText(form, 'token'),
    password: formText(form, 'password'),
  });
  switch (outcome.kind) {
    case 'invalid':
      return { fields: { password: outcome.message } };
    case 'wait':
      return { problem: { title: outcome.message } };
    case 'over':
      return { problem: { title: 'This link has expired', text: 'Request a new one.' } };
    case 'changed':
      if (outcome.secondFactor) {
        await beginSecondStep(outcome.userId);
        return redirect('/sign-in/code');
      }
      await finishSignIn(outcome.userId);
      return redirect('/account');
    default:
      return outcome satisfies never;
  }
});
