'use server';

import { revalidatePath } from 'next/cache';
import { notFound, redirect } from 'next/navigation';
import { requireUser, requireUserFor } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { discardCheckout } from '@/lib/use-cases/checkout/discard-checkout';
import { openPortal, setCancelAtPeriodEnd } from '@/lib/use-cases/subscriptions/manage-billing';
import { type KeysOutcome, revealKeys, rotateKey } from '@/lib/use-cases/subscriptions/manage-keys';
import { renameSubscription } from '@/lib/use-cases/subscriptions/rename-subscription';
import type { FailureText } from '../../../_ui/failure-text';
import { formAction, stateAction } from '../../../_ui/form-action';
import { formText } from '../../../_ui/form-text';

export type KeysState =
  | { kind: 'hidden' }
  | { kind: 'shown'; primary: string; secondary: string; rotated: 'primary' | 'secondary' | null }
  | { kind: 'problem'; message: string };

/** Shows, rotates or hides the keys. Only the answer to this POST carries them, never a page that was asked for. */
export const keysAction = stateAction<KeysState>(async (_before, form) => {
  const { userId, subscriptionId } = await requireOwner(form, requireUser);
  const deps = await getDeps();
  const intent = formText(form, 'intent');
  switch (intent) {
    case 'show':
      return shown(await revealKeys(deps, { userId, subscriptionId }), null);
    case 'primary':
    case 'secondary':
      return shown(await rotateKey(deps, { userId, subscriptionId, key: intent }), intent);
    default:
      return { kind: 'hidden' };
  }
}, keysProblem);

export const renameAction = formAction(async (_before, form) => {
  const { userId, subscriptionId } = await requireOwner(form);
  const name = formText(form, 'name');
  const outcome = await renameSubscription(await getDeps(), { userId, subscriptionId, name });
  switch (outcome.kind) {
    case 'renamed':
      revalidatePath(`/account/subscriptions/${encodeURIComponent(subscriptionId)}`);
      return { done: 'Name saved.' };
    case 'invalid':
      return { fields: { name: outcome.message }, values: { name } };
    case 'not-found':
      return { problem: { title: 'This subscription has ended, or it isn’t in your account.' } };
    default:
      return outcome satisfies never;
  }
});

export const setCancellation = formAction(async (_before, form) => {
  const { userId, subscriptionId } = await requireOwner(form);
  const cancel = formText(form, 'cancel') === 'yes';
  const outcome = await setCancelAtPeriodEnd(await getDeps(), { userId, subscriptionId, cancel });
  if (outcome.kind === 'not-found') notFound();
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  revalidatePath(page);
  redirect(page);
});

export const discardAction = formAction(async (_before, form) => {
  const { userId, subscriptionId } = await requireOwner(form);
  const outcome = await discardCheckout(await getDeps(), { userId, subscriptionId });
  switch (outcome.kind) {
    case 'not-found':
      return notFound();
    case 'paid':
      revalidatePath(`/account/subscriptions/${encodeURIComponent(subscriptionId)}`);
      return {
        problem: {
          title: 'This checkout has already been paid.',
          text: 'Nothing was discarded. See its status above.',
        },
      };
    case 'discarded':
      revalidatePath('/account');
      return redirect('/account');
    default:
      return outcome satisfies never;
  }
});

export const openBillingPortal = formAction(async (_before, form) => {
  const { userId, subscriptionId } = await requireOwner(form);
  const outcome = await openPortal(await getDeps(), { userId, subscriptionId });
  if (outcome.kind === 'not-found') notFound();
  redirect(outcome.url);
});

/** An action can be called by anybody with any id: who is asking comes from the session, and the use case asks whose it is. */
async function requireOwner(
  form: FormData,
  guard = (page: string) => requireUserFor('change', page),
): Promise<{ userId: string; subscriptionId: string }> {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}`;
  const user = await guard(page);
  return { userId: user.id, subscriptionId };
}

function keysProblem({ title, text }: FailureText): KeysState {
  return { kind: 'problem', message: `${title}. ${text}` };
}

function shown(outcome: KeysOutcome, rotated: 'primary' | 'secondary' | null): KeysState {
  switch (outcome.kind) {
    case 'keys':
      return { kind: 'shown', primary: outcome.primary, secondary: outcome.secondary, rotated };
    case 'not-ready':
    case 'wait':
      return { kind: 'problem', message: outcome.message };
    case 'not-found':
      return { kind: 'problem', message: 'This subscription isn’t in your account.' };
    default:
      return outcome satisfies never;
  }
}
