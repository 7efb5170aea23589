import { findSubscription, updateSubscription } from '../../db/subscriptions';
import { audit } from '../audit/audit';
import { creditUseOf } from '../credit/credit-use';
import type { SyncDeps } from '../deps';
import { syncSubscription } from '../subscriptions/sync-subscription';

export type RaiseOutcome =
  | { kind: 'raised'; ceilingMinor: number | null; currency: string | null }
  | { kind: 'not-found' };

/** An operator sets a ceiling that differs from the default for a subscription whose owner has not paid yet. */
export async function raiseCeiling(
  deps: SyncDeps,
  input: { subscriptionId: string; actor: string; allowedMinor: number },
): Promise<RaiseOutcome> {
  const row = await findSubscription(deps.db, input.subscriptionId);
  if (!row || row.endedAt) return { kind: 'not-found' };
  const { allowedMinor } = input;
  await updateSubscription(deps.db, row.id, { creditAllowedMinor: allowedMinor });
  await audit(deps, {
    actor: input.actor,
    action: 'subscription.ceiling-raised',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.creditAllowedMinor, to: allowedMinor },
  });
  await syncSubscription(deps, row.id);
  const use = await creditUseOf(deps, { ...row, creditAllowedMinor: allowedMinor });
  return {
    kind: 'raised',
    ceilingMinor: use?.ceilingMinor ?? null,
    currency: use?.currency ?? null,
  };
}
