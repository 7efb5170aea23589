'use server';

import { revalidatePath } from 'next/cache';
import { requireOperatorToAct } from '@/lib/auth/operator';
import { formatMoney } from '@/lib/domain/pricing/money';
import { getDeps } from '@/lib/server/wiring/deps';
import { endSessionsByOperator } from '@/lib/use-cases/identity/manage-sessions';
import { raiseCeiling } from '@/lib/use-cases/operator/raise-ceiling';
import { dismissProblem, syncByOperator } from '@/lib/use-cases/operator/subscriptions';
import { cancelNow } from '@/lib/use-cases/subscriptions/cancel-now';
import { restoreAtGateway } from '@/lib/use-cases/subscriptions/restore-at-gateway';
import type { FormState } from '../../../_ui/action-form';
import { formAction } from '../../../_ui/form-action';
import { formText } from '../../../_ui/form-text';

const GONE: FormState = { problem: { title: 'Subscription not found.' } };

export const syncAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const outcome = await syncByOperator(await getDeps(), { subscriptionId, actor });
  revalidatePath(page);
  switch (outcome.kind) {
    case 'synced':
      return {
        done: outcome.changed
          ? `Synced: Stripe says ${outcome.status}, API Management is ${outcome.gateway}.`
          : 'Synced: already in sync.',
      };
    case 'gateway-missing':
      return {
        problem: {
          title: 'API Management has lost it.',
          text: 'Restore it: its keys don’t work until then.',
        },
      };
    case 'left':
      return leftAsItWas(outcome.why);
    case 'not-found':
      return GONE;
    default:
      return outcome satisfies never;
  }
});

function leftAsItWas(why: string): FormState {
  return {
    problem: {
      title: 'Nothing was changed.',
      text: `Stripe’s answer: ${why}. Access hasn’t changed.`,
    },
  };
}

/** Makes it again at the gateway under the same id. */
export const restoreAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const outcome = await restoreAtGateway(await getDeps(), { subscriptionId, actor });
  revalidatePath(page);
  switch (outcome.kind) {
    case 'restored':
      return { done: 'Restored with new keys. The owner was notified by email and on their page.' };
    case 'was-there':
      return { done: `API Management has it: it is ${outcome.gateway} now, with the same keys.` };
    case 'not-due':
      return {
        done: `The subscription is ${outcome.status}: it is recreated once access is due.`,
      };
    case 'left':
      return leftAsItWas(outcome.why);
    case 'not-found':
      return GONE;
    default:
      return outcome satisfies never;
  }
});

export const endNowByOperator = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const outcome = await cancelNow(await getDeps(), {
    subscriptionId,
    actor: { kind: 'operator', id: actor },
  });
  revalidatePath(page);
  switch (outcome.kind) {
    case 'ending':
      return { done: 'Canceling. The table shows whether API Management has closed it yet.' };
    case 'ended':
      return { done: 'Canceled, with the last usage billed.' };
    case 'not-found':
      return { problem: { title: 'It has already ended.' } };
    default:
      return outcome satisfies never;
  }
});

export const raiseCeilingAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const typed = formText(form, 'allowedMinor').trim();
  if (!/^\d{1,8}$/.test(typed)) {
    return {
      fields: { allowedMinor: 'Enter a whole number, such as 10000.' },
      values: { allowedMinor: typed },
    };
  }
  const outcome = await raiseCeiling(await getDeps(), {
    subscriptionId,
    actor,
    allowedMinor: Number(typed),
  });
  revalidatePath(page);
  if (outcome.kind === 'not-found') return GONE;
  return {
    done:
      outcome.ceilingMinor === null || outcome.currency === null
        ? 'Set. No ceiling applies now: the customer has paid before.'
        : `Set: the subscription is suspended at ${formatMoney(outcome.ceilingMinor, outcome.currency)}.`,
  };
});

export const dismissAction = formAction(async (_before, form) => {
  const { subscriptionId, page, actor } = await asked(form);
  const outcome = await dismissProblem(await getDeps(), { subscriptionId, actor });
  revalidatePath(page);
  return outcome.kind === 'not-found' ? GONE : { done: 'Dismissed.' };
});

export const signOutByOperator = formAction(async (_before, form) => {
  const { subscriptionId, actor } = await asked(form);
  const outcome = await endSessionsByOperator(await getDeps(), { subscriptionId, actor });
  switch (outcome.kind) {
    case 'ended':
      return {
        done:
          outcome.sessions === 1
            ? '1 browser signed out.'
            : `${outcome.sessions} browsers signed out.`,
      };
    case 'not-found':
      return GONE;
    default:
      return outcome satisfies never;
  }
});

async function asked(form: FormData) {
  const subscriptionId = formText(form, 'subscriptionId');
  const page = `/operator/subscriptions/${encodeURIComponent(subscriptionId)}` as const;
  const operator = await requireOperatorToAct(page);
  return { subscriptionId, page, actor: operator.id };
}
