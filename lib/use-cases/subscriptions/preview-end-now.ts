import { chargedWhen, type Quote } from '../../domain/pricing/pricing';
import { requireOwned } from '../audit/require-owned';
import type { Needs } from '../deps';
import { usageCompleteThrough } from '../usage/usage-complete-through';
import { viewOf } from './internal/subscription-card';

export type EndNowPreview =
  | { kind: 'not-found' }
  /** Ended, ending, or not paid yet. */
  | { kind: 'over'; name: string }
  | {
      kind: 'live';
      name: string;
      /** Null: nothing more is charged, unless by the provider. */
      lastBill: Quote | null;
      /** What the provider may still bill can't be computed: by a price of its own, or one that is not read yet. */
      unknownBill: 'by-provider' | 'unknown' | null;
      /** What was paid in advance and is not refunded. */
      paidUntil: Date | null;
      usageAsOf: Date | null;
    };

/** What canceling a subscription immediately would cost. Changes nothing. */
export async function previewEndNow(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'settings'>,
  input: { userId: string; subscriptionId: string },
): Promise<EndNowPreview> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const isLive = row.liveKey !== null && row.endedAt === null && row.status !== 'checkout';
  if (!isLive || row.cancelRequestedAt) return { kind: 'over', name: row.name };
  const usageAsOf = await usageCompleteThrough(deps);
  const { card, terms } = await viewOf(deps, row, { now: await deps.clock.now(), usageAsOf });
  const when = terms === null || row.status === 'free' ? 'never' : chargedWhen(terms);
  return {
    kind: 'live',
    name: row.name,
    // Calls of a trial are not billable.
    lastBill: when === 'in-arrears' && row.status !== 'trialing' ? card.costSoFar : null,
    unknownBill:
      card.price.kind === 'agreed' || row.status === 'free' || row.status === 'trialing'
        ? null
        : card.price.kind,
    paidUntil: when === 'in-advance' ? row.periodEnd : null,
    usageAsOf,
  };
}
