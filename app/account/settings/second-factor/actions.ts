'use server';

import { revalidatePath } from 'next/cache';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/deps';
import { switchOffSecondFactor, switchOnSecondFactor } from '@/lib/use-cases/second-factor';
import { checkOwner } from '@/lib/use-cases/sign-in';
import type { FormState } from '../../../_ui/action-form';
import { formText } from '../../../_ui/form-text';

const PAGE = '/account/settings/second-factor';

export type SwitchOnState =
  | { kind: 'idle' }
  | { kind: 'problem'; message: string }
  | { kind: 'on'; recoveryCodes: string[] };

/** The answer to this POST is the only one that ever carries the recovery codes. */
export async function switchOnAction(
  _before: SwitchOnState,
  form: FormData,
): Promise<SwitchOnState> {
  const user = await requireUser(PAGE);
  const code = formText(form, 'code');
  const outcome = await switchOnSecondFactor(await getDeps(), { userId: user.id, code });
  switch (outcome.kind) {
    case 'on':
      return outcome;
    case 'wrong':
      return { kind: 'problem', message: 'This code is not right. Wait for the next one.' };
    case 'wait':
      return { kind: 'problem', message: outcome.message };
    default:
      return outcome satisfies never;
  }
}

export async function switchOffAction(_before: FormState, form: FormData): Promise<FormState> {
  const user = await requireUser(PAGE);
  const deps = await getDeps();
  const { id: userId, signedInAt } = user;
  const owner = await checkOwner(deps, { userId, signedInAt, password: formText(form, 'current') });
  if (owner.kind === 'wrong') return { fields: { current: owner.message } };
  if (owner.kind === 'wait') return { problem: { title: owner.message } };
  await switchOffSecondFactor(deps, userId);
  revalidatePath(PAGE);
  return { done: 'The second factor is off.' };
}
