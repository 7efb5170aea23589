'use server';

import { redirect } from 'next/navigation';
import { knownBrowser } from '@/lib/auth/known-browser';
import { getDeps } from '@/lib/server/wiring/deps';
import { requestReset } from '@/lib/use-cases/identity/reset-password';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

export const forgotAction = formAction(async (_before, form) => {
  const email = formText(form, 'email');
  const outcome = await requestReset(await getDeps(), email, await knownBrowser());
  switch (outcome.kind) {
    case 'invalid':
      return { fields: { email: outcome.message }, values: { email } };
    case 'wait':
      return { problem: { title: outcome.message }, values: { email } };
    case 'check-mail':
      return redirect('/check-mail?for=reset');
    default:
      return outcome satisfies never;
  }
});
