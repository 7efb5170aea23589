import type { Quote } from '../../domain/pricing/pricing';
import { requireOwned } from '../audit/require-owned';
import type { Needs, SyncDeps } from '../deps';
import { productName } from '../plan-versions/product-facts';
import { cancelNow } from './cancel-now';
import { setCancelAtPeriodEnd } from './manage-billing';
import { previewEndNow } from './preview-end-now';

type Input = { userId: string; subscriptionId: string };

export type EndPreview =
  | { kind: 'not-found' }
  /** Ended, or about to end. */
  | { kind: 'over'; name: string }
  | {
      kind: 'live';
      name: string;
      productName: string;
      /** Its keys work now. */
      isWorking: boolean;
      /** Null: it costs nothing and ends immediately. */
      accessUntil: Date | null;
      /** As counted so far. Null: nothing more is charged, because it was paid in advance or costs nothing. */
      lastBill: Quote | null;
      usageAsOf: Date | null;
    };

/** What canceling a subscription would mean. Changes nothing. */
export async function previewEnd(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'settings'>,
  input: Input,
): Promise<EndPreview> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  if (row.cancelAt) return { kind: 'over', name: row.name };
  const atOnce = await previewEndNow(deps, input);
  if (atOnce.kind !== 'live') return atOnce;
  const { name, lastBill, usageAsOf } = atOnce;
  return {
    kind: 'live',
    name,
    productName: await productName(deps, row.productId),
    isWorking: row.gatewayState === 'active',
    accessUntil: row.status === 'free' ? null : row.periodEnd,
    lastBill,
    usageAsOf,
  };
}

/** Ends when the paid period ends; a free one immediately. */
export async function endSubscription(
  deps: SyncDeps,
  input: Input,
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  if (row.status !== 'free') return setCancelAtPeriodEnd(deps, { ...input, cancel: true });
  const ended = await cancelNow(deps, {
    subscriptionId: row.id,
    actor: { kind: 'consumer', id: input.userId },
  });
  return ended.kind === 'not-found' ? ended : { kind: 'done' };
}
