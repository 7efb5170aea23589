import { recordAudit } from '../../../db/audit';
import { type SubscriptionWithCustomer, updateSubscription } from '../../../db/subscriptions';
import { findUser } from '../../../db/users';
import { nameInMail } from '../../../kit/name-in-mail';
import type { Needs } from '../../deps';

/**
 * For a subscription that the gateway had lost and that was created again under the same id. Keys are not stored
 * anywhere, so these are new ones: the owner is notified by mail and on the page until the new keys were shown.
 */
export async function noteRenewedKeys(
  deps: Needs<'clock' | 'db' | 'mail' | 'settings'>,
  row: Pick<SubscriptionWithCustomer, 'id' | 'userId' | 'name'>,
): Promise<void> {
  const at = await deps.clock.now();
  await updateSubscription(deps.db, row.id, { keysRenewedAt: at });
  await recordAudit(deps.db, {
    actor: 'system',
    action: 'subscription.keys-renewed',
    targetType: 'subscription',
    targetId: row.id,
    at,
  });
  const user = await findUser(deps.db, row.userId);
  if (!user || user.closingAt) return;
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    content: {
      kind: 'keys-renewed',
      name: nameInMail(user),
      // Typed by whoever created the account, like the name.
      subscription: user.emailVerified ? row.name : null,
      url: `${deps.settings.appUrl}/account/subscriptions/${encodeURIComponent(row.id)}`,
    },
    name: `keys-renewed:${row.id}:${at.getTime()}`,
  });
}
