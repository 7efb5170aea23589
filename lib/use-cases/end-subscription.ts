import { findOwnSubscription } from '../db/subscriptions';
import type { Quote } from '../domain/pricing';
import { cancelNow } from './cancel-now';
import type { Deps } from './deps';
import { setCancelAtPeriodEnd } from './manage-billing';
import { viewSubscription } from './view-subscription';

type Input = { userId: string; subscriptionId: string };

export type EndPreview =
  | { kind: 'not-found' }
  /** Over, or about to be. */
  | { kind: 'over'; name: string }
  | {
      kind: 'live';
      name: string;
      productName: string;
      /** Null: it costs nothing and ends at once. */
      accessUntil: Date | null;
      costSoFar: Quote | null;
      usageAsOf: Date | null;
    };

/** What ending a subscription would mean. Changes nothing. */
export async function previewEnd(deps: Deps, input: Input): Promise<EndPreview> {
  const view = await viewSubscription(deps, input);
  const row = await findOwnSubscription(deps.db, input);
  if (view.kind === 'not-found' || !row) return { kind: 'not-found' };
  const { subscription } = view;
  if (row.endedAt || row.cancelAt || !row.liveKey) return { kind: 'over', name: row.name };
  return {
    kind: 'live',
    name: row.name,
    productName: subscription.productName,
    accessUntil: row.status === 'free' ? null : row.periodEnd,
    costSoFar: subscription.costSoFar,
    usageAsOf: subscription.usageAsOf,
  };
}

/** Ends at the end of what is paid; a free one at once. */
export async function endSubscription(
  deps: Deps,
  input: Input,
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const row = await findOwnSubscription(deps.db, input);
  if (!row) return { kind: 'not-found' };
  if (row.status !== 'free') return setCancelAtPeriodEnd(deps, { ...input, cancel: true });
  const ended = await cancelNow(deps, {
    subscriptionId: row.id,
    actor: { kind: 'consumer', id: input.userId },
  });
  return ended.kind === 'not-found' ? ended : { kind: 'done' };
}
