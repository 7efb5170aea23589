'use server';

import { redirect } from 'next/navigation';
import { requireUser } from '@/lib/auth/guards';
import { endSession } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/wiring/deps';
import { closeAccount } from '@/lib/use-cases/identity/close-account';
import { formAction } from '../../../_ui/form-action';
import { formText } from '../../../_ui/form-text';

export const closeAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser('/account/settings/close');
  const password = formText(form, 'current');
  const outcome = await closeAccount(await getDeps(), { userId, sessionId, signedInAt, password });
  if (outcome.kind === 'wait') return { problem: { title: outcome.message } };
  if (outcome.kind === 'wrong') {
    return { problem: { title: outcome.message }, fields: { current: outcome.message } };
  }
  await endSession();
  return redirect('/goodbye');
});
