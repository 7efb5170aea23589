'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { beginProvider } from '@/lib/auth/begin-provider';
import { requireUser, requireUserFor } from '@/lib/auth/guards';
import { providerName } from '@/lib/auth/providers';
import { startSession } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/wiring/deps';
import { checkOwner } from '@/lib/use-cases/checkout/check-owner';
import {
  askNewEmail,
  type ChangeOutcome,
  changeName,
  changePassword,
} from '@/lib/use-cases/identity/change-account';
import { resendConfirmation } from '@/lib/use-cases/identity/confirm-email';
import { unlinkProvider } from '@/lib/use-cases/identity/linked-accounts';
import { endOneSession, endOtherSessions } from '@/lib/use-cases/identity/manage-sessions';
import { sendFirstPassword } from '@/lib/use-cases/identity/reset-password';
import type { FormState } from '../../_ui/action-form';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

const PAGE = '/account/settings';

export const nameAction = formAction(async (_before, form) => {
  const user = await requireUserFor('change', PAGE);
  const name = formText(form, 'name');
  const outcome = await changeName(await getDeps(), { userId: user.id, name });
  if (outcome.kind === 'done') revalidatePath(PAGE);
  return answer(outcome, 'Name saved.', { name });
});

export const emailAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser(PAGE);
  const email = formText(form, 'new-email');
  const password = formText(form, 'email-current');
  const outcome = await askNewEmail(await getDeps(), {
    userId,
    sessionId,
    signedInAt,
    email,
    password,
  });
  const done = `Open the link we sent to ${email.trim()} to complete the change.`;
  return answer(
    outcome,
    done,
    { 'new-email': email },
    { email: 'new-email', current: 'email-current' },
  );
});

export const passwordAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser(PAGE);
  const outcome = await changePassword(await getDeps(), {
    userId,
    sessionId,
    signedInAt,
    current: formText(form, 'current'),
    password: formText(form, 'new-password'),
  });
  // A new session under a new name: a copy of the old cookie is worth nothing either.
  if (outcome.kind === 'done') await startSession(userId);
  return answer(
    outcome,
    'Your password was changed. Every other browser is signed out.',
    {},
    { password: 'new-password' },
  );
});

export const resendAction = formAction(async (_before, _form) => {
  const user = await requireUser(PAGE);
  const outcome = await resendConfirmation(await getDeps(), user.id);
  return outcome.kind === 'wait'
    ? { problem: { title: outcome.message } }
    : { done: `We’ve sent an email to ${user.email}.` };
});

/** Ends the session that was chosen, or all others. Nothing is chosen beforehand, and nothing is guessed. */
export const endSessionsAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser(`${PAGE}/sessions`);
  const chosen = formText(form, 'session');
  if (chosen === '') return { problem: { title: 'Choose where to sign out.' } };
  const asked = { userId, sessionId, signedInAt, password: formText(form, 'current') };
  const deps = await getDeps();
  const outcome =
    chosen === 'others'
      ? await endOtherSessions(deps, asked)
      : await endOneSession(deps, { ...asked, endId: chosen });
  switch (outcome.kind) {
    case 'ok':
      return redirect(`${PAGE}/sessions`);
    case 'wrong':
      return wrongOwner(outcome.message, 'current');
    case 'wait':
      return { problem: { title: outcome.message } };
    default:
      return outcome satisfies never;
  }
});

/** The link to a first password goes to the mailbox, as one to a new password does. */
export const firstPasswordAction = formAction(async (_before, _form) => {
  const user = await requireUser(PAGE);
  const outcome = await sendFirstPassword(await getDeps(), user.id);
  return outcome.kind === 'wait'
    ? { problem: { title: outcome.message } }
    : { done: `We’ve sent a link to ${user.email}.` };
});

export const linkAction = formAction(async (_before, form) => {
  const { id: userId, signedInAt } = await requireUser(PAGE);
  const provider = formText(form, 'provider');
  const field = `current-${provider}`;
  const password = formText(form, field);
  const owner = await checkOwner(await getDeps(), { userId, signedInAt, password });
  if (owner.kind === 'wait') return { problem: { title: owner.message } };
  if (owner.kind === 'wrong') return wrongOwner(owner.message, field);
  const begun = await beginProvider({ provider, next: PAGE, linkTo: userId });
  if (begun.kind === 'go') return redirect(begun.url);
  return {
    problem: { title: 'The provider isn’t responding', text: 'Try again in a minute.' },
  };
});

export const unlinkAction = formAction(async (_before, form) => {
  const { id: userId, sessionId, signedInAt } = await requireUser(PAGE);
  const provider = formText(form, 'provider');
  const field = `current-${provider}`;
  const outcome = await unlinkProvider(await getDeps(), {
    userId,
    sessionId,
    signedInAt,
    provider,
    providerName: providerName(provider),
    password: formText(form, field),
  });
  switch (outcome.kind) {
    case 'wait':
      return { problem: { title: outcome.message } };
    case 'wrong':
      return wrongOwner(outcome.message, field);
    case 'last-way-in':
      return {
        problem: {
          title: 'This is your only way to sign in',
          text: 'Set a password first, above.',
        },
      };
    case 'done':
      revalidatePath(PAGE);
      return { done: 'It can no longer sign you in.' };
    default:
      return outcome satisfies never;
  }
});

/** Both, because somebody without a password has no field for it. */
function wrongOwner(message: string, field: string): FormState {
  return { problem: { title: message }, fields: { [field]: message } };
}

function answer(
  outcome: ChangeOutcome,
  done: string,
  values: Record<string, string> = {},
  names: Record<string, string> = {},
): FormState {
  switch (outcome.kind) {
    case 'done':
      return { done };
    case 'wait':
      return { problem: { title: outcome.message }, values };
    case 'invalid':
      return { fields: { [names[outcome.field] ?? outcome.field]: outcome.message }, values };
    default:
      return outcome satisfies never;
  }
}
