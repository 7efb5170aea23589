import { recordAudit } from '../../../db/audit';
import { findPeriod, markPeriodLeft } from '../../../db/periods';
import type { Needs } from '../../deps';

/**
 * A draft that somebody else stopped (by a paused collection that keeps drafts, or in the Dashboard) is not ours to
 * finalize, so its period is left to the operator. Its usage is still reported, so that it is on the draft. Recorded
 * once; the sweep takes the period up again when the draft advances or was finalized.
 */
export async function leaveToOperator(
  deps: Needs<'clock' | 'db' | 'log'>,
  period: { subscriptionId: string; start: Date; end: Date; invoiceId: string },
): Promise<void> {
  const { subscriptionId, start, invoiceId } = period;
  const known = await findPeriod(deps.db, { subscriptionId, start });
  if (known?.state === 'left-to-operator' && known.invoiceId === invoiceId) return;
  await markPeriodLeft(deps.db, period);
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'period.left-to-operator',
    targetType: 'period',
    targetId: subscriptionId,
    details: { invoiceId, start: start.toISOString() },
    at: await deps.clock.now(),
  });
  deps.log.warn({ subscriptionId, invoiceId }, 'a stopped draft is left to the operator');
}
