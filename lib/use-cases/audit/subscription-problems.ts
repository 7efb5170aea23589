import { recordAudit } from '../../db/audit';
import type { Prisma } from '../../db/generated/client';
import { type SubscriptionWithCustomer, updateSubscription } from '../../db/subscriptions';
import type { ProblemKind } from '../../domain/attention/subscription-problem';
import type { Needs } from '../deps';

/** Writes a problem on the row, where the account shows it, and once into the audit log, where the operator does. */
export async function markProblem(
  deps: Needs<'clock' | 'db' | 'log'>,
  row: Pick<SubscriptionWithCustomer, 'id' | 'problem'>,
  problem: { kind: ProblemKind; details?: Prisma.InputJsonObject },
): Promise<void> {
  const at = await deps.clock.now();
  const details = problem.details ?? {};
  const isNew = row.problem !== problem.kind || problem.kind === 'duplicate-refunded';
  if (isNew) {
    await recordAudit(deps.db, {
      actor: 'system',
      action: `subscription.${problem.kind}`,
      targetType: 'subscription',
      targetId: row.id,
      details,
      at,
    });
    await updateSubscription(deps.db, row.id, {
      problem: problem.kind,
      problemAt: at,
      problemDetails: details,
    });
  }
  deps.log.error({ subscriptionId: row.id, problem: problem.kind, ...details }, 'subscription');
}
