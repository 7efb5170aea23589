import { findSubscription } from '../../db/subscriptions';
import { listWithoutHistory } from '../../db/unbilled';
import { findUser } from '../../db/users';
import { parseReasons } from '../../domain/access/access';
import { formatMoney } from '../../domain/pricing/money';
import { nameInMail } from '../../kit/name-in-mail';
import { creditUseOf } from '../credit/credit-use';
import type { Needs, SyncDeps } from '../deps';
import { productName } from '../plan-versions/product-facts';
import { type Failure, failureOf } from '../runs/failure';
import { syncSubscription } from './sync-subscription';

const PAGE = 200;
/** Its share of a run's time. */
const SHARE_OF_RUN = 0.25;

/**
 * Runs after usage was read: suspends owners who have never paid and have used their ceiling, and restores access when
 * a correction, a payment or an operator made room. Every one is tried; failures are collected.
 */
export async function enforceCeilings(
  deps: SyncDeps,
): Promise<{ changed: number; failures: Failure[] }> {
  const outcome: { changed: number; failures: Failure[] } = { changed: 0, failures: [] };
  if (deps.settings.credit.allowedMinor === null) return outcome;
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 1000 * SHARE_OF_RUN;
  let after = '';
  do {
    const ids = await listWithoutHistory(deps.db, { after, limit: PAGE });
    for (const id of ids) {
      try {
        if (await enforce(deps, id)) outcome.changed += 1;
      } catch (error) {
        outcome.failures.push(failureOf(id, error));
      }
    }
    after = ids.length < PAGE ? '' : (ids.at(-1) ?? '');
  } while (after !== '' && performance.now() < stopAt);
  return outcome;
}

async function enforce(deps: SyncDeps, subscriptionId: string): Promise<boolean> {
  const row = await findSubscription(deps.db, subscriptionId);
  if (!row) return false;
  const use = await creditUseOf(deps, row);
  const wasUsedUp = parseReasons(row.suspendedFor).includes('credit');
  if ((use?.isUsedUp ?? false) === wasUsedUp) return false;
  await syncSubscription(deps, subscriptionId);
  const after = await findSubscription(deps.db, subscriptionId);
  const isUsedUp = parseReasons(after?.suspendedFor ?? '').includes('credit');
  if (isUsedUp && use) await notifyOwner(deps, row, use);
  return isUsedUp !== wasUsedUp;
}

async function notifyOwner(
  deps: Needs<'catalog' | 'db' | 'mail' | 'settings'>,
  row: { id: string; userId: string; productId: string; periodStart: Date | null },
  use: { ceilingMinor: number; currency: string },
): Promise<void> {
  const user = await findUser(deps.db, row.userId);
  if (!user || user.closingAt) return;
  await deps.mail.queue({
    to: user.email,
    userId: user.id,
    // Once for each ceiling in a period, however often it is crossed.
    name: `ceiling-${row.id}-${row.periodStart?.getTime() ?? 0}-${use.ceilingMinor}`,
    content: {
      kind: 'credit-used-up',
      name: nameInMail(user),
      // Without the name that its owner chose: the mailbox may belong to somebody else.
      subscription: await productName(deps, row.productId),
      ceiling: formatMoney(use.ceilingMinor, use.currency),
      url: `${deps.settings.appUrl}/account/subscriptions/${row.id}`,
    },
  });
}
