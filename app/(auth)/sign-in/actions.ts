'use server';

import { redirect } from 'next/navigation';
import { beginSecondStep, endSecondStep, secondStepUser } from '@/lib/auth/second-step';
import { startSession } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/deps';
import { checkSecondFactor } from '@/lib/use-cases/second-factor';
import { checkPassword } from '@/lib/use-cases/sign-in';
import type { FormState } from '../../_ui/action-form';
import { formText } from '../../_ui/form-text';
import { nextAddress } from '../_parts/next-address';

export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
  const email = formText(form, 'email');
  const password = formText(form, 'password');
  const outcome = await checkPassword(await getDeps(), { email, password });
  switch (outcome.kind) {
    case 'wrong':
      return {
        problem: { title: 'E-mail or password is wrong', text: 'Check both and try again.' },
        values: { email },
      };
    case 'wait':
      return { problem: { title: outcome.message }, values: { email } };
    case 'second-factor': {
      await beginSecondStep(outcome.userId);
      const next = nextAddress(form.get('next'), '/account');
      return redirect(`/sign-in/code?next=${encodeURIComponent(next)}`);
    }
    case 'ok':
      await startSession(outcome.userId);
      return redirect(nextAddress(form.get('next'), '/account'));
    default:
      return outcome satisfies never;
  }
}

export async function codeAction(_before: FormState, form: FormData): Promise<FormState> {
  const userId = await secondStepUser();
  if (!userId) redirect('/sign-in');
  const outcome = await checkSecondFactor(await getDeps(), {
    userId,
    code: formText(form, 'code'),
  });
  switch (outcome.kind) {
    case 'wrong':
      return {
        fields: { code: 'This code is not right, or was used already. Wait for the next one.' },
      };
    case 'wait':
      return { problem: { title: outcome.message } };
    case 'ok':
      await endSecondStep();
      await startSession(userId);
      return redirect(nextAddress(form.get('next'), '/account'));
    default:
      return outcome satisfies never;
  }
}
