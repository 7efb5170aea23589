import { listAuditOf } from '../../db/activity';
import type { PaymentSignal } from '../../db/generated/client';
import {
  findOperatorSubscription,
  listOperatorSubscriptions,
  type OperatorSubscription,
  type SubscriptionFilter,
} from '../../db/operator';
import { listSignalsOfSubscription } from '../../db/payment-signals';
import { findSubscription, updateSubscription } from '../../db/subscriptions';
import type { CreditUse } from '../../domain/access/credit-ceiling';
import {
  parseProblem,
  type SubscriptionProblem,
} from '../../domain/attention/subscription-problem';
import { audit } from '../audit/audit';
import { creditUseOf } from '../credit/credit-use';
import type { Needs, SyncDeps } from '../deps';
import { isRefusedAtGateway } from '../gateway-users/sync-gateway-user';
import { type Page, type PageInput, pageOf } from '../page';
import { messageOf } from '../runs/failure';
import { believeGateway, isExpectedThere } from '../subscriptions/believe-gateway';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { type SwappedPeriod, viewSwappedPeriods } from './prices';

export type OperatorRow = Omit<OperatorSubscription, 'problem' | 'problemDetails' | 'problemAt'> & {
  problem: SubscriptionProblem | null;
};

export async function listSubscriptionsForOperator(
  deps: Needs<'clock' | 'db'>,
  input: PageInput & { filter: SubscriptionFilter; search: string; order: 'asc' | 'desc' },
): Promise<Page<OperatorRow>> {
  const { filter, search, order } = input;
  return pageOf(deps, input, async (page) => {
    const rows = await listOperatorSubscriptions(deps.db, { filter, search, order, page });
    return rows.map(toRow);
  });
}

/** What one of the three says; `unread` when it did not answer. */
export type Side = { kind: 'read'; facts: SideFacts | null } | { kind: 'unread'; why: string };

export interface SideFacts {
  status: string;
  productId: string | null;
  periodEnd: Date | null;
}

export interface ComparedSubscription {
  row: OperatorRow;
  /** The price of the contract in words; null while it is not read from the provider. */
  sold: string | null;
  /** Periods whose price was changed before they were over, which wait for a decision. */
  swapped: SwappedPeriod[];
  provider: Side;
  gateway: Side;
  /** The ceiling before the owner's first payment; null where there is none. */
  credit: (CreditUse & { currency: string }) | null;
  signals: PaymentSignal[];
  /**
   * What the customer's next invoice includes: an amount too small to be charged on its own, or (negative) a credit.
   * Null: nothing, or the provider did not answer.
   */
  carried: { amountMinor: number; currency: string } | null;
  /** An administrator of the gateway has blocked its owner, as of the last check. */
  ownerBlocked: boolean;
  history: {
    id: string;
    at: Date;
    actor: string;
    action: string;
    details: unknown;
    address: string | null;
  }[];
  asOf: Date;
}

/**
 * One subscription as we, the provider and the gateway have it now. The only thing it writes is whether the owner is
 * blocked.
 */
export async function compareSubscription(
  deps: Needs<
    'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'requestAddress' | 'settings'
  >,
  id: string,
): Promise<ComparedSubscription | null> {
  const found = await findOperatorSubscription(deps.db, id);
  if (!found) return null;
  const { providerId } = found;
  const [row, signals, swapped] = await Promise.all([
    findSubscription(deps.db, id),
    listSignalsOfSubscription(deps.db, id),
    viewSwappedPeriods(deps, id),
  ]);
  const [carried, provider, gateway, ownerBlocked, history, asOf] = await Promise.all([
    carriedOf(deps, row?.customer?.providerId ?? null),
    side(async () => {
      const one = providerId ? await deps.payments.readSubscription(providerId) : null;
      return (
        one && {
          status: one.status,
          productId: one.productId,
          periodEnd: one.period?.end ?? null,
        }
      );
    }),
    side(async () => {
      const one = await deps.gateway.readSubscription(id);
      return one && { status: one.state, productId: one.productId, periodEnd: null };
    }),
    isRefusedAtGateway(deps, found.user.id),
    listAuditOf(deps.db, { targetIds: [id], take: 20 }),
    deps.clock.now(),
  ]);
  return {
    row: toRow(found),
    sold: row?.planVersion?.words ?? null,
    swapped,
    provider,
    gateway,
    credit: row && (await creditUseOf(deps, row)),
    signals,
    carried,
    ownerBlocked,
    history: history.map(({ id: entryId, at, actor, action, details, address }) => ({
      id: entryId,
      at,
      actor,
      action,
      details,
      address,
    })),
    asOf,
  };
}

async function carriedOf(
  deps: Needs<'log' | 'payments'>,
  customerId: string | null,
): Promise<ComparedSubscription['carried']> {
  if (customerId === null) return null;
  try {
    const { balanceMinor, currency } = await deps.payments.readDues(customerId);
    return balanceMinor === 0 || currency === null ? null : { amountMinor: balanceMinor, currency };
  } catch (error) {
    deps.log.warn({ customerId, err: error }, 'balance could not be read');
    return null;
  }
}

export type SyncByOperator =
  | { kind: 'synced'; status: string; gateway: string; changed: boolean }
  /** The gateway has lost it. No sync repairs that, because the keys would be new ones. */
  | { kind: 'gateway-missing' }
  | { kind: 'left'; why: string }
  | { kind: 'not-found' };

/** The same sync as the webhook's, by hand. */
export async function syncByOperator(
  deps: SyncDeps,
  input: { subscriptionId: string; actor: string },
): Promise<SyncByOperator> {
  const { subscriptionId, actor } = input;
  const before = await findOperatorSubscription(deps.db, subscriptionId);
  if (!before) return { kind: 'not-found' };
  // The gateway may differ from what we believe to have applied.
  const isThere = await believeGateway(deps, before);
  const outcome = await syncSubscription(deps, subscriptionId);
  await audit(deps, {
    actor,
    action: 'subscription.synced-by-operator',
    targetType: 'subscription',
    targetId: subscriptionId,
    details: { outcome: outcome.kind },
  });
  if (!isThere && isExpectedThere(before)) return { kind: 'gateway-missing' };
  if (outcome.kind === 'synced') {
    const { status, gateway, changed } = outcome;
    return { kind: 'synced', status, gateway, changed: changed || gateway !== before.gatewayState };
  }
  if (outcome.kind === 'not-found') return outcome;
  return { kind: 'left', why: outcome.kind };
}

/** Takes a problem off the list that somebody has checked. It comes back if it still exists. */
export async function dismissProblem(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  input: { subscriptionId: string; actor: string },
): Promise<{ kind: 'done' } | { kind: 'not-found' }> {
  const row = await findOperatorSubscription(deps.db, input.subscriptionId);
  if (!row) return { kind: 'not-found' };
  await updateSubscription(deps.db, row.id, { problem: null, problemAt: null });
  await audit(deps, {
    actor: input.actor,
    action: 'subscription.problem-dismissed',
    targetType: 'subscription',
    targetId: row.id,
    details: { problem: row.problem },
  });
  return { kind: 'done' };
}

function toRow(found: OperatorSubscription): OperatorRow {
  const { problem, problemDetails, problemAt, ...rest } = found;
  return { ...rest, problem: parseProblem({ problem, problemAt, problemDetails }) };
}

async function side(read: () => Promise<SideFacts | null>): Promise<Side> {
  try {
    return { kind: 'read', facts: await read() };
  } catch (error) {
    return { kind: 'unread', why: messageOf(error) };
  }
}
