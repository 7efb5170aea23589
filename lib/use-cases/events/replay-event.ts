import { claimEvent } from '../../db/events';
import { audit } from '../audit/audit';
import type { Needs, SyncDeps } from '../deps';
import { processEvent } from './process-events';

export type ReplayOutcome =
  | { kind: 'handled' }
  /** It failed again; from now on it is retried automatically like a new one. */
  | { kind: 'failed'; error: string }
  | { kind: 'not-found' };

/** Processes an event again by hand, even one that was given up or handled before. */
export async function replayEvent(
  deps: SyncDeps & Needs<'telemetry'>,
  input: { eventId: string; actor: string },
): Promise<ReplayOutcome> {
  const now = await deps.clock.now();
  const event = await claimEvent(deps.db, { id: input.eventId, now });
  if (!event) return { kind: 'not-found' };
  const outcome = await processEvent(deps, event, now);
  await audit(deps, {
    actor: input.actor,
    action: 'event.replayed',
    targetType: 'event',
    targetId: event.id,
    details: { type: event.type, outcome: outcome.kind },
  });
  return outcome;
}
