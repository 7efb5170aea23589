'use server';

import { redirect } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { endSubscription } from '@/lib/use-cases/subscriptions/end-subscription';
import { formAction } from '../../_ui/form-action';
import { formText } from '../../_ui/form-text';

export const unsubscribeAction = formAction(async (_before, form) => {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const user = await requireUserFor('change', page);
  const outcome = await endSubscription(await getDeps(), { userId: user.id, subscriptionId });
  if (outcome.kind === 'not-found') {
    return {
      problem: { title: 'This subscription has already ended, or it isn’t in your account.' },
    };
  }
  return redirect(page);
});
