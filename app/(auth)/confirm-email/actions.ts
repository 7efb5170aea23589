'use server';

import { redirect } from 'next/navigation';
import { startSession } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/deps';
import { confirmEmail } from '@/lib/use-cases/confirm-email';
import type { FormState } from '../../_ui/action-form';
import { formText } from '../../_ui/form-text';
import { nextAddress } from '../_parts/next-address';

export async function confirmAction(_before: FormState, form: FormData): Promise<FormState> {
  const outcome = await confirmEmail(await getDeps(), formText(form, 'token'));
  switch (outcome.kind) {
    case 'over':
      return {
        problem: { title: 'This link is over', text: 'Ask for a new one in your settings.' },
      };
    case 'taken':
      return {
        problem: {
          title: 'This address has an account of its own meanwhile',
          text: 'Your account keeps the address that it had.',
        },
      };
    case 'confirmed':
      if (outcome.mayEnter) await startSession(outcome.userId);
      return redirect(nextAddress(form.get('next'), '/account'));
    default:
      return outcome satisfies never;
  }
}
