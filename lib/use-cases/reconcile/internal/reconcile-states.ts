import { type ComparedRow, findRowsByIds, listLiveRows } from '../../../db/reconcile';
import { updateSubscription } from '../../../db/subscriptions';
import type { Finding } from '../../../domain/attention/finding';
import type { GatewaySubscription } from '../../../ports/api-gateway';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import type { Needs, SyncDeps } from '../../deps';
import { refreshBlockedUsers } from '../../gateway-users/sync-gateway-user';
import { type Failure, failureOf } from '../../runs/failure';
import { believeGateway } from '../../subscriptions/believe-gateway';
import { periodSinceChange } from '../../subscriptions/follow-plan';
import { isEnded } from '../../subscriptions/provider-subscription';
import { syncSubscription } from '../../subscriptions/sync-subscription';
import { isForeign } from '../foreign-subscriptions';

const PAGE = 100;
const NO_MONEY = { amountMinor: null, currency: null } as const;

/**
 * Compares our rows with what the provider and the gateway have. A row that differs is synced, which is always safe;
 * what exists on one side only is listed. Every one is tried; failures are collected.
 */
export async function reconcileStates(
  deps: SyncDeps,
  found: (finding: Finding) => void,
): Promise<{ provider: number; gateway: number; failures: Failure[] }> {
  const known = new Set<string>();
  const failures: Failure[] = [];
  const attempt: Attempt = async (subject, work) => {
    try {
      await work();
    } catch (error) {
      failures.push(failureOf(subject, error));
    }
  };
  let provider = 0;
  for await (const batch of inBatches(deps.payments.listSubscriptions())) {
    provider += batch.length;
    for (const one of batch) known.add(one.providerId);
    await compareWithProvider(deps, batch, found, attempt);
  }
  const atGateway = new Set<string>();
  let gateway = 0;
  for await (const batch of inBatches(deps.gateway.listSubscriptions())) {
    gateway += batch.length;
    for (const one of batch) atGateway.add(one.subscriptionId);
    await compareWithGateway(deps, batch, found, attempt);
  }
  await attempt('blocked users', async () => {
    await refreshBlockedUsers(deps);
  });
  await findMissing(deps, { known, atGateway }, found, attempt);
  return { provider, gateway, failures };
}

/** Processes one subscription, and keeps its failure from ending the others'. */
type Attempt = (subject: string, work: () => Promise<void>) => Promise<void>;

async function compareWithProvider(
  deps: SyncDeps,
  batch: readonly ProviderSubscription[],
  found: (finding: Finding) => void,
  attempt: Attempt,
): Promise<void> {
  const named = batch.filter((one) => one.subscriptionId !== null);
  const rows = await rowsById(
    deps,
    named.map((one) => one.subscriptionId ?? ''),
  );
  for (const one of named) {
    const row = rows.get(one.subscriptionId ?? '');
    if (!row) {
      if (isEnded(one.status)) continue;
      found({
        kind: 'provider-only',
        subject: one.providerId,
        expected: 'no row of ours',
        found: one.status,
        ...NO_MONEY,
        isRepaired: false,
      });
      continue;
    }
    if (isSameAs(row, one)) continue;
    await attempt(row.id, async () => {
      const outcome = await syncSubscription(deps, row.id, one.providerId);
      found({
        kind: 'status-differs',
        subject: row.id,
        expected: row.status,
        found: one.status,
        ...NO_MONEY,
        isRepaired: outcome.kind === 'synced',
      });
    });
  }
}

/** A further ended one of the same row is ignored; a live one is a duplicate. */
function isSameAs(row: ComparedRow, one: ProviderSubscription): boolean {
  if (row.providerId !== one.providerId) return isEnded(one.status);
  const period = periodSinceChange(one);
  const isSamePeriod =
    isEnded(one.status) ||
    !period ||
    (row.periodStart?.getTime() === period.start.getTime() &&
      row.periodEnd?.getTime() === period.end.getTime());
  return row.status === one.status && isSamePeriod;
}

async function compareWithGateway(
  deps: SyncDeps,
  batch: readonly GatewaySubscription[],
  found: (finding: Finding) => void,
  attempt: Attempt,
): Promise<void> {
  // Foreign ones have ids of their own. They matter when they open a sold product.
  const named = batch.filter(
    (one) => one.subscriptionId.startsWith('sub-') || isForeign(deps, one),
  );
  const rows = await rowsById(
    deps,
    named.map((one) => one.subscriptionId),
  );
  for (const one of named) {
    const row = rows.get(one.subscriptionId);
    if (!row && isForeign(deps, one) && !one.subscriptionId.startsWith('sub-')) {
      found({
        kind: 'foreign-subscription',
        subject: one.subscriptionId,
        expected: 'nothing that Tollgate did not sell',
        found: `${one.state}, opens ${one.productId}, of ${one.userId ?? 'nobody'}`,
        ...NO_MONEY,
        isRepaired: false,
      });
    } else if (!row) {
      if (one.state !== 'active') continue;
      found({
        kind: 'gateway-only',
        subject: one.subscriptionId,
        expected: 'no row of ours',
        found: one.state,
        ...NO_MONEY,
        isRepaired: false,
      });
    } else if (row.gatewayState !== one.state) {
      await attempt(row.id, () => repairGateway(deps, row, one, found));
    } else if (one.state === 'active' && one.productId !== row.productId) {
      await attempt(row.id, () => repairScope(deps, row, one, found));
    } else if (row.problem === 'gateway-missing') {
      // Somebody has created it again by hand.
      await attempt(row.id, async () => {
        await believeGateway(deps, row);
      });
    }
  }
}

/** The row is corrected first, then the sync applies the provider's state. */
async function repairGateway(
  deps: SyncDeps,
  row: ComparedRow,
  one: GatewaySubscription,
  found: (finding: Finding) => void,
): Promise<void> {
  const isKnownState = ['active', 'suspended', 'cancelled'].includes(one.state);
  await updateSubscription(deps.db, row.id, {
    gatewayState: isKnownState ? one.state : 'suspended',
  });
  const outcome = await syncSubscription(deps, row.id);
  const after = await deps.gateway.readSubscription(row.id);
  found({
    kind: 'gateway-state-differs',
    subject: row.id,
    expected: row.gatewayState,
    found: one.state,
    ...NO_MONEY,
    isRepaired: outcome.kind === 'synced' && after?.state === outcome.gateway,
  });
}

/** The same for the product that its keys open. */
async function repairScope(
  deps: SyncDeps,
  row: ComparedRow,
  one: GatewaySubscription,
  found: (finding: Finding) => void,
): Promise<void> {
  await updateSubscription(deps.db, row.id, { gatewayProductId: one.productId ?? 'none' });
  await syncSubscription(deps, row.id);
  const after = await deps.gateway.readSubscription(row.id);
  found({
    kind: 'gateway-product-differs',
    subject: row.id,
    expected: row.productId,
    found: one.productId ?? 'none',
    ...NO_MONEY,
    isRepaired: after?.productId === row.productId,
  });
}

async function findMissing(
  deps: SyncDeps,
  seen: { known: ReadonlySet<string>; atGateway: ReadonlySet<string> },
  found: (finding: Finding) => void,
  attempt: Attempt,
): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const page: ComparedRow[] = await listLiveRows(deps.db, { after, limit: PAGE });
    for (const row of page) {
      await attempt(row.id, async () => {
        if (!row.providerId || seen.known.has(row.providerId)) return;
        const outcome = await syncSubscription(deps, row.id);
        if (outcome.kind === 'missing') found(missing('provider-missing', row));
      });
      await attempt(row.id, async () => {
        if (row.gatewayState === 'absent' || seen.atGateway.has(row.id)) return;
        // Creating it again gives new keys: an operator decides, so it stays on their list until it is restored.
        if (await believeGateway(deps, row)) return;
        found(missing('gateway-missing', row));
      });
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

function missing(kind: 'provider-missing' | 'gateway-missing', row: ComparedRow): Finding {
  return {
    kind,
    subject: row.id,
    expected: kind === 'provider-missing' ? row.status : row.gatewayState,
    found: 'nothing',
    ...NO_MONEY,
    isRepaired: false,
  };
}

async function rowsById(deps: Needs<'db'>, ids: string[]): Promise<Map<string, ComparedRow>> {
  const rows = await findRowsByIds(deps.db, ids);
  return new Map(rows.map((row) => [row.id, row]));
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < PAGE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
