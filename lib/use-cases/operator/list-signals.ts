import {
  type ListedSignal,
  listSignals,
  markSignalSeen,
  type SignalFilter,
} from '../../db/payment-signals';
import { listLiveOf } from '../../db/standings';
import { audit } from '../audit/audit';
import type { Needs, SyncDeps } from '../deps';
import { type Page, type PageInput, pageOf } from '../page';
import { syncSubscription } from '../subscriptions/sync-subscription';

export function listSignalsForOperator(
  deps: Needs<'clock' | 'db'>,
  input: PageInput & { show: SignalFilter },
): Promise<Page<ListedSignal>> {
  return pageOf(deps, input, (page) => listSignals(deps.db, { show: input.show, ...page }));
}

/**
 * Takes a row off the list. From then on a warning no longer keeps its owner from buying, and a lost dispute no longer
 * suspends, because an operator has decided. An open dispute keeps its effect.
 */
export async function dismissSignal(
  deps: SyncDeps,
  input: { id: string; actor: string },
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const at = await deps.clock.now();
  const signal = await markSignalSeen(deps.db, { id: input.id, by: input.actor, at });
  if (!signal) return { kind: 'not-found' };
  await audit(deps, {
    actor: input.actor,
    action: 'payment.signal-dismissed',
    targetType: signal.subscriptionId ? 'subscription' : 'user',
    targetId: signal.subscriptionId ?? signal.userId,
    details: { id: signal.id, kind: signal.kind, state: signal.state },
  });
  const touched = signal.subscriptionId
    ? [signal.subscriptionId]
    : await listLiveOf(deps.db, signal.userId);
  for (const id of touched) await syncSubscription(deps, id);
  return { kind: 'done' };
}
