'use server';

import { revalidatePath } from 'next/cache';
import { requireOperatorToAct } from '@/lib/auth/operator';
import { getDeps } from '@/lib/server/wiring/deps';
import { dismissSignal } from '@/lib/use-cases/operator/list-signals';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

export const dismissSignalAction = formAction(async (_before, form) => {
  const operator = await requireOperatorToAct('/operator/payments');
  const outcome = await dismissSignal(await getDeps(), {
    id: formText(form, 'id'),
    actor: operator.id,
  });
  revalidatePath('/operator/payments');
  return outcome.kind === 'done'
    ? { done: 'Dismissed.' }
    : { problem: { title: 'This row no longer exists.' } };
});
