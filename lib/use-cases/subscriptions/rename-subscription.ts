import { updateSubscription } from '../../db/subscriptions';
import { AppError } from '../../kit/app-error';
import { audit } from '../audit/audit';
import { requireOwned } from '../audit/require-owned';
import type { Needs } from '../deps';
import { parseSubscriptionName } from './subscription-name';

export type RenameOutcome =
  | { kind: 'renamed' }
  | { kind: 'invalid'; message: string }
  /** Not theirs, not paid yet, or ended. */
  | { kind: 'not-found' };

/** Renames it, here and in the developer portal. The portal first, so that our name is never ahead of it. */
export async function renameSubscription(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  input: { userId: string; subscriptionId: string; name: string },
): Promise<RenameOutcome> {
  const row = await requireOwned(deps, input);
  // An unpaid checkout is named where it is opened; an ended subscription keeps the name that its invoices have.
  if (!row || row.gatewayState === 'absent' || row.endedAt) return { kind: 'not-found' };
  const name = parseSubscriptionName(input.name);
  if (name.kind === 'invalid') return name;
  if (name.value === row.name) return { kind: 'renamed' };
  try {
    await deps.gateway.renameSubscription(row.id, name.value);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'upstream-refused') throw error;
    return { kind: 'invalid', message: error.message };
  }
  await updateSubscription(deps.db, row.id, { name: name.value });
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.renamed',
    targetType: 'subscription',
    targetId: row.id,
    details: { from: row.name, to: name.value },
  });
  return { kind: 'renamed' };
}
