import type { StripeEvent } from '../../db/generated/client';
import { type EventFilter, listGivenUpIds, listOperatorEvents } from '../../db/operator';
import { audit } from '../audit/audit';
import type { Needs, SyncDeps } from '../deps';
import { replayEvent } from '../events/replay-event';
import { type Page, type PageInput, pageOf } from '../page';

export function listEvents(
  deps: Needs<'clock' | 'db'>,
  input: PageInput & { filter: EventFilter; order: 'asc' | 'desc' },
): Promise<Page<StripeEvent>> {
  const { filter, order } = input;
  return pageOf(deps, input, (page) => listOperatorEvents(deps.db, { filter, order, page }));
}

/** Processed per request, because an answer must come before the browser gives up; the page asks again for the rest. */
const REPLAYED_AT_ONCE = 100;

/** Processes failed events again, oldest first. Every one is tried. */
export async function replayGivenUp(
  deps: SyncDeps & Needs<'telemetry'>,
  input: { actor: string },
): Promise<{ handled: number; failed: number }> {
  const outcome = { handled: 0, failed: 0 };
  for (const eventId of await listGivenUpIds(deps.db, REPLAYED_AT_ONCE)) {
    const { kind } = await replayEvent(deps, { eventId, actor: input.actor });
    if (kind === 'handled') outcome.handled += 1;
    else outcome.failed += 1;
  }
  await audit(deps, {
    actor: input.actor,
    action: 'events.replayed',
    targetType: 'event',
    targetId: 'given-up',
    details: outcome,
  });
  return outcome;
}
