import type { StripeClient } from './client';

/**
 * Takes a subscription off the schedule on which a changed price would reach it (`catalog --migrate`). Stripe
 * refuses to end a subscription that has one, and its next phase would undo a change of plan. True when
 * there was one.
 */
export async function leaveSchedule(client: StripeClient, providerId: string): Promise<boolean> {
  const { schedule } = await client().subscriptions.retrieve(providerId);
  if (!schedule) return false;
  await client().subscriptionSchedules.release(
    typeof schedule === 'string' ? schedule : schedule.id,
  );
  return true;
}
