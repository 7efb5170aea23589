import type { StripeEvent } from '../../db/generated/client';
import { recordRun } from '../../db/runs';
import { settleReports } from '../../db/usage-reports';
import type { Needs } from '../deps';

/** Types of the events about usage reports that were accepted and then rejected. */
export function isUsageErrorEvent(type: string): boolean {
  return type.startsWith('v1.billing.meter.');
}

/**
 * Usage that the provider accepted and could not use would be on no invoice. The reports named in the event count as
 * rejected, so the next run reports their totals again, and the operator sees what was wrong.
 */
export async function recordUsageErrors(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  event: StripeEvent,
): Promise<void> {
  const errors = await deps.payments.readUsageErrors(event.id);
  const at = await deps.clock.now();
  for (const error of errors) {
    await settleReports(deps.db, {
      identifiers: error.identifiers,
      state: 'refused',
      error: `${error.code}: ${error.message}`,
      at,
    });
  }
  // One row for an event, however often it is processed.
  await recordRun(deps.db, {
    id: `meter-errors:${event.id}`,
    kind: 'meter-errors',
    at,
    outcome: 'failed',
    counts: { errors: errors.reduce((sum, error) => sum + error.count, 0) },
    failures: errors.map(({ code, count, message, identifiers }) => ({
      subject: identifiers[0] ?? code,
      error: `${code} (${count}): ${message}`,
    })),
  });
  deps.log.error({ eventId: event.id, type: event.type, errors }, 'usage reports refused');
}
