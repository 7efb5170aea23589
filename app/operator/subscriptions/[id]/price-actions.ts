'use server';

import { revalidatePath } from 'next/cache';
import { requireOperatorToAct } from '@/lib/auth/operator';
import { getDeps } from '@/lib/server/wiring/deps';
import { acceptPrice, choosePeriodPrice } from '@/lib/use-cases/operator/prices';
import { formAction } from '../../../_ui/form-action';
import { formText } from '../../../_ui/form-text';

/** What Stripe bills becomes what was sold. */
export const acceptPriceAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const outcome = await acceptPrice(await getDeps(), { subscriptionId, actor });
  revalidatePath(page);
  switch (outcome.kind) {
    case 'accepted':
      return { done: `Accepted: sold at “${outcome.words}” from now on.` };
    case 'taken':
      return {
        problem: {
          title: 'The customer already has a subscription to that product.',
          text: 'Cancel one of the two, or restore the old price in Stripe.',
        },
      };
    case 'not-ours':
      return {
        problem: {
          title: 'That price belongs to none of our products.',
          text: `Stripe bills “${outcome.words}”, for which no key can be given. Restore the old price in Stripe.`,
        },
      };
    case 'not-found':
      return {
        problem: {
          title: 'There is no price to accept.',
          text: 'The subscription has ended, or Stripe doesn’t know it.',
        },
      };
    default:
      return outcome satisfies never;
  }
});

/** At which of two prices the late calls of a period are billed. */
export const choosePriceAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const versionId = formText(form, 'versionId');
  if (versionId === '') return { problem: { title: 'Choose one of the two prices.' } };
  const outcome = await choosePeriodPrice(await getDeps(), {
    subscriptionId,
    start: startOf(form),
    versionId,
    actor,
  });
  revalidatePath(page);
  switch (outcome.kind) {
    case 'chosen':
      return { done: `Chosen: late calls are billed at “${outcome.words}”.` };
    case 'not-found':
      return {
        problem: {
          title: 'This period doesn’t wait for a decision.',
          text: 'Reload the page: someone may have decided already.',
        },
      };
    default:
      return outcome satisfies never;
  }
});

/** What no form of ours sends is the start of no period. */
function startOf(form: FormData): Date {
  const start = new Date(formText(form, 'start'));
  return Number.isNaN(start.getTime()) ? new Date(0) : start;
}

async function asked(form: FormData) {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/operator/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const operator = await requireOperatorToAct(page);
  return { subscriptionId, page, actor: operator.id };
}
