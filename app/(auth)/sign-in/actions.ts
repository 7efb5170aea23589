'use server';

import { redirect } from 'next/navigation';
import { knownBrowser } from '@/lib/auth/known-browser';
import { finishSignIn } from '@/lib/auth/provider-sign-in';
import { beginSecondStep, endSecondStep, secondStepUser } from '@/lib/auth/second-step';
import { getDeps } from '@/lib/server/wiring/deps';
import { checkSecondFactor } from '@/lib/use-cases/identity/second-factor';
import { checkPassword } from '@/lib/use-cases/identity/sign-in';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';
import { nextAddress } from '../_parts/next-address';

/** Where mail comes first, an account that waits for its link answers like none, and so does the sentence. */
const WRONG = {
  instant: '',
  'confirm-first': 'If you’ve just signed up, open the link in our email first.',
} as const;

export const signInAction = formAction(async (_before, form) => {
  const email = formText(form, 'email');
  const password = formText(form, 'password');
  const deps = await getDeps();
  const outcome = await checkPassword(deps, { email, password, browser: await knownBrowser() });
  switch (outcome.kind) {
    case 'wrong':
      return {
        problem: { title: 'Wrong email or password', text: WRONG[deps.settings.signUp] },
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
      await finishSignIn(outcome.userId);
      return redirect(nextAddress(form.get('next'), '/account'));
    default:
      return outcome satisfies never;
  }
});

export const codeAction = formAction(async (_before, form) => {
  const userId = await secondStepUser();
  if (!userId) redirect('/sign-in');
  const outcome = await checkSecondFactor(await getDeps(), {
    userId,
    code: formText(form, 'code'),
  });
  switch (outcome.kind) {
    case 'wrong':
      return {
        fields: { code: 'That code is incorrect or was already used. Try the next one.' },
      };
    case 'wait':
      return { problem: { title: outcome.message } };
    case 'ok':
      await endSecondStep();
      await finishSignIn(userId);
      return redirect(nextAddress(form.get('next'), '/account'));
    default:
      return outcome satisfies never;
  }
});
