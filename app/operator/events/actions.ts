'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { requireOperatorToAct } from '@/lib/auth/operator';
import { formatCount } from '@/lib/domain/usage/call-count';
import { getDeps } from '@/lib/server/wiring/deps';
import { replayEvent } from '@/lib/use-cases/events/replay-event';
import { replayGivenUp } from '@/lib/use-cases/operator/events';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';
import { listHref } from '../_parts/list-query';

const PATH = '/operator/events';

/** The outcome is in the address of the list that follows: the row may be gone from it. */
export async function replayOneAction(form: FormData): Promise<void> {
  const operator = await requireOperatorToAct(PATH);
  const eventId = formText(form, 'eventId');
  const outcome = await replayEvent(await getDeps(), { eventId, actor: operator.id });
  revalidatePath(PATH);
  const show = formText(form, 'show');
  redirect(listHref(PATH, { show, replayed: eventId, outcome: outcome.kind }));
}

export const replayAllAction = formAction(async (_before, _form) => {
  const operator = await requireOperatorToAct(PATH);
  const { handled, failed } = await replayGivenUp(await getDeps(), { actor: operator.id });
  revalidatePath(PATH);
  const words = `${formatCount(handled)} handled, ${formatCount(failed)} failed again`;
  return failed === 0
    ? { done: `${words}.` }
    : {
        problem: {
          title: `${words}.`,
          text: 'Failed events are retried for three more days.',
        },
      };
});
