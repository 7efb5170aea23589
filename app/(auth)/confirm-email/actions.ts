'use server';

import { redirect } from 'next/navigation';
import { currentUser } from '@/lib/auth/guards';
import { finishSignIn } from '@/lib/auth/provider-sign-in';
import { beginSecondStep } from '@/lib/auth/second-step';
import { getDeps } from '@/lib/server/wiring/deps';
import { confirmEmail } from '@/lib/use-cases/identity/confirm-email';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';
import { nextAddress } from '../_parts/next-address';

export const confirmAction = formAction(async (_before, form) => {
  const signedIn = await currentUser();
  const outcome = await confirmEmail(await getDeps(), {
    token: formText(form, 'token'),
    signedInUserId: signedIn?.id ?? null,
    password: formText(form, 'password'),
  });
  switch (outcome.kind) {
    case 'over':
      return {
        problem: { title: 'This link has expired', text: 'Request a new one in your settings.' },
      };
    case 'taken':
      return {
        problem: {
          title: 'This address now belongs to another account',
          text: 'Your account keeps its current address.',
        },
      };
    case 'wrong':
      return { fields: { password: outcome.message } };
    case 'wait':
      return { problem: { title: outcome.message } };
    case 'confirmed': {
      const next = nextAddress(form.get('next'), '/account');
      if (outcome.enters === 'second-factor') {
        await beginSecondStep(outcome.userId);
        return redirect(`/sign-in/code?next=${encodeURIComponent(next)}`);
      }
      if (outcome.enters === 'yes') await finishSignIn(outcome.userId);
      return redirect(next);
    }
    default:
      return outcome satisfies never;
  }
});
