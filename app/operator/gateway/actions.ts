'use server';

import { revalidatePath } from 'next/cache';
import { requireOperatorToAct } from '@/lib/auth/operator';
import { formatCount } from '@/lib/domain/usage/call-count';
import { env } from '@/lib/server/env/env';
import { getDeps } from '@/lib/server/wiring/deps';
import {
  closeForeign,
  type ForeignOutcome,
  inviteForeign,
} from '@/lib/use-cases/reconcile/foreign-subscriptions';
import { restoreAll } from '@/lib/use-cases/subscriptions/restore-all';
import type { FormState } from '../../_ui/action-form';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

const PATH = '/operator/gateway';

/** Of the time that somebody waits; what is begun then can still end in it, and the next press does what is left. */
const SHARE = 0.7;

export const restoreAllAction = formAction(async (_before, _form) => {
  const operator = await requireOperatorToAct(PATH);
  const budgetMs = SHARE * 1000 * env().app.vendorPatienceSeconds;
  const outcome = await restoreAll(await getDeps(), { actor: operator.id, budgetMs });
  revalidatePath(PATH);
  if (outcome.kind === 'busy') {
    return {
      problem: { title: 'A restore is already running. Reload the page in a moment.' },
    };
  }
  const { restored, corrected, notDue, failures, left } = outcome;
  const words = [
    `${formatCount(restored)} restored with new keys`,
    `${formatCount(corrected)} corrected`,
    `${formatCount(notDue)} not due now`,
    `${formatCount(failures.length)} failed`,
  ].join(', ');
  if (failures.length === 0 && left === 0) {
    return { done: `${words}. Owners with new keys were notified.` };
  }
  const more = left === 0 ? '' : ` ${formatCount(left)} left: restore again to continue.`;
  const first = failures
    .slice(0, 5)
    .map(({ subject, error }) => `${subject}: ${error}`)
    .join(' ');
  return { problem: { title: `${words}.${more}`, text: first || 'Nothing failed so far.' } };
});

export const closeForeignAction = formAction((_before, form) => onForeign(form, closeForeign));

export const inviteForeignAction = formAction((_before, form) => onForeign(form, inviteForeign));

async function onForeign(form: FormData, act: typeof inviteForeign): Promise<FormState> {
  const operator = await requireOperatorToAct(PATH);
  const subscriptionId = formText(form, 'subscriptionId');
  const outcome = await act(await getDeps(), { subscriptionId, actor: operator.id });
  revalidatePath(PATH);
  return answerOf(outcome);
}

function answerOf(outcome: ForeignOutcome): FormState {
  switch (outcome.kind) {
    case 'done':
      return { done: outcome.state === 'suspended' ? 'Suspended.' : 'Rejected.' };
    case 'invited':
      return { done: `A checkout link was sent to ${outcome.email}.` };
    case 'nobody':
      return { problem: { title: 'It has no owner with an email address.' } };
    case 'not-found':
      return { problem: { title: 'It is closed, or now sold by Tollgate.' } };
    default:
      return outcome satisfies never;
  }
}
