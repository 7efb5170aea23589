import type { StripeEvent } from '../../db/generated/client';
import { listSuspendedOf } from '../../db/standings';
import type { Needs } from '../deps';
import { hearSignal, isSignalEvent } from './internal/hear-signal';
import { noteWrittenOff } from './internal/note-written-off';
import { keepStanding } from './sync-standings';

/** The state of an invoice: read again and recorded before access is decided. */
const ABOUT_INVOICES: ReadonlySet<string> = new Set([
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
  'invoice.marked_uncollectible',
]);

/**
 * Records what events say about money: invoices, disputes, refunds, warnings. Returns the subscriptions, in addition to
 * the events' own, whose access may have changed with it: a payment restores what its owner's other debts had
 * suspended.
 */
export async function hearPaymentEvents(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  events: readonly StripeEvent[],
): Promise<string[]> {
  const others = new Set<string>();
  const invoices = new Set<string>();
  for (const { type, invoiceId } of events) {
    if (ABOUT_INVOICES.has(type) && invoiceId) invoices.add(invoiceId);
  }
  for (const invoiceId of invoices) {
    const kept = await keepStanding(deps, invoiceId);
    if (!kept) continue;
    await noteWrittenOff(deps, kept);
    if (kept.standing.state !== 'paid') continue;
    for (const id of await listSuspendedOf(deps.db, kept.userId)) others.add(id);
  }
  for (const event of events) {
    if (!isSignalEvent(event.type)) continue;
    for (const id of await hearSignal(deps, event)) others.add(id);
  }
  return [...others];
}
