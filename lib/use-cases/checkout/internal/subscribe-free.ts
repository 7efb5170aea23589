import { recordPeriod } from '../../../db/record-period';
import {
  createSubscription,
  findByLiveKey,
  findEndedFree,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../../db/subscriptions';
import { isUniqueViolation } from '../../../db/unique';
import type { FreeProduct } from '../../../domain/catalog/product';
import { periodAt } from '../../../domain/usage/billing-period';
import { liveKeyOf } from '../../../kit/wire-names';
import { audit } from '../../audit/audit';
import type { Needs } from '../../deps';
import { ensureGatewayUser } from '../../gateway-users/ensure-gateway-user';
import { ensureFreeVersion } from '../../plan-versions/ensure-version';
import { rollFreePeriod } from '../../subscriptions/roll-free-period';

type SubscribeFreeOutcome =
  | { kind: 'subscribed'; subscriptionId: string }
  | { kind: 'limit-reached'; message: string };

/**
 * Subscribes to a free product without the payment provider: one live subscription for a user and product,
 * held by the database. One that was begun and not finished is finished by the next try; one that has ended goes on
 * under its id, because the gateway counts its quota by that.
 */
export async function subscribeFree(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'newId' | 'requestAddress'>,
  input: { userId: string; product: FreeProduct; name: string },
): Promise<SubscribeFreeOutcome> {
  const liveKey = liveKeyOf(input.userId, input.product.id);
  const existing = await findByLiveKey(deps.db, liveKey);
  if (existing && existing.gatewayState !== 'absent') return oneOnly(input.product);
  const row =
    existing ?? (await reopen(deps, input, liveKey)) ?? (await create(deps, input, liveKey));
  if (!row) return oneOnly(input.product);
  const made = await deps.gateway.activateSubscription({
    subscriptionId: row.id,
    userId: await ensureGatewayUser(deps, row.userId),
    productId: row.productId,
    name: row.name,
  });
  const now = await deps.clock.now();
  if (made === 'limit-reached') {
    await updateSubscription(deps.db, row.id, { liveKey: null, status: 'canceled', endedAt: now });
    return oneOnly(input.product);
  }
  await updateSubscription(deps.db, row.id, { gatewayState: 'active', activatedAt: now });
  await audit(deps, {
    actor: input.userId,
    action: 'subscription.activated',
    targetType: 'subscription',
    targetId: row.id,
    details: { productId: input.product.id },
  });
  deps.log.info({ userId: input.userId, subscriptionId: row.id }, 'free subscription activated');
  return { kind: 'subscribed', subscriptionId: row.id };
}

/** Null when there was none, or somebody else was faster. */
async function reopen(
  deps: Needs<'catalog' | 'clock' | 'db'>,
  input: { userId: string; product: FreeProduct; name: string },
  liveKey: string,
): Promise<SubscriptionWithCustomer | null> {
  const ended = await findEndedFree(deps.db, {
    userId: input.userId,
    productId: input.product.id,
  });
  if (!ended) return null;
  try {
    const version = await freeVersion(deps, input.product);
    const row = await updateSubscription(deps.db, ended.id, {
      planVersionId: version.id,
      name: input.name,
      liveKey,
      status: 'free',
      endReason: null,
      endedAt: null,
      gatewayState: 'absent',
      cancelRequestedAt: null,
      cancelRequestedBy: null,
      cancelSuspendedAt: null,
    });
    await rollFreePeriod(deps, row);
    return row;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

async function create(
  deps: Needs<'clock' | 'db' | 'newId'>,
  input: { userId: string; product: FreeProduct; name: string },
  liveKey: string,
): Promise<SubscriptionWithCustomer | null> {
  const now = await deps.clock.now();
  const period = periodAt(now, input.product.recurring, now);
  const version = await freeVersion(deps, input.product);
  try {
    const row = await createSubscription(deps.db, {
      id: `sub-${deps.newId()}`,
      userId: input.userId,
      productId: input.product.id,
      planVersionId: version.id,
      name: input.name,
      liveKey,
      status: 'free',
      createdAt: now,
      periodAnchor: now,
      periodStart: period.start,
      periodEnd: period.end,
    });
    await recordPeriod(deps.db, { subscriptionId: row.id, planVersionId: version.id, ...period });
    return row;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

function freeVersion(deps: Needs<'clock' | 'db'>, { id, recurring }: FreeProduct) {
  return ensureFreeVersion(deps, { productId: id, recurring });
}

function oneOnly(product: FreeProduct): SubscribeFreeOutcome {
  return {
    kind: 'limit-reached',
    message: `You already have a ${product.displayName ?? product.id} subscription, and each account can have one. Use its keys, or choose a paid plan for more calls.`,
  };
}
