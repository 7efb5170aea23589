'use server';

import { revalidatePath } from 'next/cache';
import { requireSession, requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import {
  switchOffSecondFactor,
  switchOnSecondFactor,
} from '@/lib/use-cases/identity/second-factor';
import type { FailureText } from '../../../_ui/failure-text';
import { formAction, stateAction } from '../../../_ui/form-action';
import { formText } from '../../../_ui/form-text';

const PAGE = '/account/settings/second-factor';

export type SwitchOnState =
  | { kind: 'idle' }
  | { kind: 'problem'; message: string; field: 'code' | 'current' | null }
  | { kind: 'on'; recoveryCodes: string[] };

/** The answer to this POST is the only one that ever carries the recovery codes. */
export const switchOnAction = stateAction<SwitchOnState>(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireSession(PAGE);
  const outcome = await switchOnSecondFactor(await getDeps(), {
    userId,
    sessionId,
    signedInAt,
    code: formText(form, 'code'),
    password: formText(form, 'current'),
  });
  switch (outcome.kind) {
    case 'on':
      // The frame around the codes says so too; they stay, being the form's own answer.
      revalidatePath(PAGE);
      return outcome;
    case 'over':
      // With a new secret on it.
      revalidatePath(PAGE);
      return {
        kind: 'problem',
        field: 'code',
        message:
          'That code expired after ten minutes. Remove it from your app and scan the new one.',
      };
    case 'wrong-code':
      return {
        kind: 'problem',
        field: 'code',
        message: 'That code is incorrect. Try the next one.',
      };
    case 'wrong':
      return {
        kind: 'problem',
        field: form.has('current') ? 'current' : null,
        message: outcome.message,
      };
    case 'wait':
      return { kind: 'problem', field: null, message: outcome.message };
    default:
      return outcome satisfies never;
  }
}, switchOnProblem);

export const switchOffAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser(PAGE);
  const outcome = await switchOffSecondFactor(await getDeps(), {
    userId,
    sessionId,
    signedInAt,
    password: formText(form, 'current'),
  });
  if (outcome.kind === 'wait') return { problem: { title: outcome.message } };
  if (outcome.kind === 'wrong') {
    return { problem: { title: outcome.message }, fields: { current: outcome.message } };
  }
  revalidatePath(PAGE);
  return { done: 'Two-factor authentication is off.' };
});

function switchOnProblem({ title, text }: FailureText): SwitchOnState {
  return { kind: 'problem', field: null, message: `${title}. ${text}` };
}
