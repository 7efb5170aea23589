import { cancelNow } from '../../lib/use-cases/subscriptions/cancel-now';
import { changePlan } from '../../lib/use-cases/subscriptions/change-plan';
import { setCancelAtPeriodEnd } from '../../lib/use-cases/subscriptions/manage-billing';
import type { Step } from '../schedule/step';
import { readSubscriptions } from '../truth/read-stripe';
import { outcomeOf } from './outcome';
import type { Play } from './play';

export async function switchPlan(
  play: Play,
  step: Extract<Step, { kind: 'change-plan' }>,
): Promise<string> {
  const row = play.nth(step.subscription);
  if (!row) return 'nobody';
  await play.plans.noteWish(row, step.when);
  const outcome = await play.replicas.run(0, (deps) =>
    changePlan(deps, {
      userId: row.userId,
      subscriptionId: row.id,
      productId: step.product,
      when: step.when,
    }),
  );
  return `${row.id}: ${outcomeOf(outcome, (value) => value.kind)}`;
}

export async function cancelAtPeriodEnd(
  play: Play,
  step: Extract<Step, { kind: 'cancel-at-period-end' }>,
): Promise<string> {
  const row = play.nth(step.subscription);
  if (!row) return 'nobody';
  const input = { userId: row.userId, subscriptionId: row.id, cancel: step.cancel };
  const outcome = await play.replicas.run(0, (deps) => setCancelAtPeriodEnd(deps, input));
  return `${row.id}: ${outcomeOf(outcome, (value) => value.kind)}`;
}

export async function cancelAtOnce(play: Play, index: number): Promise<string> {
  const row = play.nth(index);
  if (!row) return 'nobody';
  const actor = { kind: 'consumer', id: row.userId } as const;
  const outcome = await play.replicas.run(0, (deps) =>
    cancelNow(deps, { subscriptionId: row.id, actor }),
  );
  return `${row.id}: ${outcomeOf(outcome, (value) => value.kind)}`;
}

/**
 * What docs/operations.md asks the operator to choose: usage so far on an invoice at once, and a fixed price that is
 * paid for stays paid.
 */
const PAUSE = new URLSearchParams({
  invoicing_behavior: 'invoice',
  'bill_for[outstanding_usage_through][type]': 'now',
  'bill_for[unused_time_from][type]': 'none',
});

/** At Stripe's dashboard, by the operator: the application learns of it by events, as of everything else. */
export async function pauseOrResume(
  play: Play,
  step: Extract<Step, { kind: 'pause' | 'resume' }>,
): Promise<string> {
  const row = play.nth(step.subscription);
  if (!row?.providerId) return 'nobody';
  const before = (await readSubscriptions(play.world)).find((one) => one.id === row.providerId);
  // A period without a second in it could not be distinguished from the next one.
  if (before && before.itemStart >= play.world.now()) return `${row.id}: not in its first second`;
  const url = `${play.world.emulators.stripeUrl}/v1/subscriptions/${row.providerId}/${step.kind}`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_operator00' },
    ...(step.kind === 'pause' ? { body: PAUSE } : {}),
  }).catch(() => null);
  await answer?.arrayBuffer();
  const { id: subscriptionId, providerId } = row;
  const after = (await readSubscriptions(play.world)).find((one) => one.id === providerId);
  const isPaused = after?.status === 'paused';
  const last = play.pauses.findLast((one) => one.subscriptionId === subscriptionId);
  // An ended subscription refuses both, and is no longer paused without having been resumed.
  if (after?.endedAt === null && isPaused !== (last?.kind === 'pause')) {
    const kind = isPaused ? 'pause' : 'resume';
    play.pauses.push({ subscriptionId, at: play.world.now(), kind });
  }
  return `${row.id}: ${after?.status}`;
}
