'use server';

import { revalidatePath } from 'next/cache';
import { notFound, redirect } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { cancelPlanChange, changePlan } from '@/lib/use-cases/subscriptions/change-plan';
import { formAction } from '../../../../_ui/form-action';
import { formText } from '../../../../_ui/form-text';

export const changePlanAction = formAction(async (_before, form) => {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const user = await requireUserFor('change', `${page}/plan`);
  const outcome = await changePlan(await getDeps(), {
    userId: user.id,
    subscriptionId,
    productId: formText(form, 'product'),
    when: formText(form, 'when') === 'now' ? 'now' : 'period-end',
  });
  switch (outcome.kind) {
    case 'changed':
    case 'scheduled':
      revalidatePath(page);
      redirect(page);
      break;
    case 'not-found':
      notFound();
      break;
    case 'payment-failed':
      return {
        problem: {
          title: 'Your card wasn’t charged, so nothing was changed.',
          text: 'Your plan, keys and price haven’t changed. Update your card under “Manage billing” on the subscription’s page, then try again.',
        },
      };
    case 'not-possible':
      return { problem: { title: 'Your plan wasn’t changed.', text: outcome.message } };
    default:
      return outcome satisfies never;
  }
});

export const cancelScheduledPlan = formAction(async (_before, form) => {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const user = await requireUserFor('change', page);
  const outcome = await cancelPlanChange(await getDeps(), { userId: user.id, subscriptionId });
  if (outcome.kind === 'not-found') notFound();
  revalidatePath(page);
  redirect(page);
});
