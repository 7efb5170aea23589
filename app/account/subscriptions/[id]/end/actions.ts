'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { cancelNow } from '@/lib/use-cases/subscriptions/cancel-now';
import { formAction } from '../../../../_ui/form-action';
import { formText } from '../../../../_ui/form-text';

/** Ends it at once. The page before said what that costs. */
export const endNowAction = formAction(async (_before, form) => {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const user = await requireUserFor('change', `${page}/end`);
  const outcome = await cancelNow(await getDeps(), {
    subscriptionId,
    actor: { kind: 'consumer', id: user.id },
  });
  if (outcome.kind === 'not-found') {
    return {
      problem: {
        title: 'There is nothing to cancel.',
        text: 'This subscription has already ended, or it isn’t in your account.',
      },
    };
  }
  revalidatePath(page);
  redirect(page);
});
