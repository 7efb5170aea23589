import { listOpenDisputes } from '../../../db/payment-signals';
import { listOpenStandings } from '../../../db/standings';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import { findUser } from '../../../db/users';
import { type AccessReason, parseReasons } from '../../../domain/access/access';
import { formatMoney } from '../../../domain/pricing/money';
import { nameInMail } from '../../../kit/name-in-mail';
import { keepStandingsOf } from '../../credit/sync-standings';
import type { Needs } from '../../deps';
import { productName } from '../../plan-versions/product-facts';

interface Cause {
  kind: 'suspended-dispute' | 'suspended-unpaid';
  /** The dispute or the invoice: each is mailed once per subscription. */
  id: string;
  amount: string | null;
}

/**
 * Mails the owner of a subscription that is suspended by a dispute or an overdue payment. `row` is the state before the
 * sync: a reason that it had already was mailed then, unless that sync was cut short. A reached ceiling has a mail of
 * its own (`enforceCeilings`).
 */
export async function mailSuspension(
  deps: Needs<'catalog' | 'clock' | 'db' | 'mail' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
  reasons: readonly AccessReason[],
): Promise<void> {
  const had = row.syncDueAt === null ? parseReasons(row.suspendedFor) : [];
  const added = reasons.filter((reason) => !had.includes(reason));
  const causes = [
    added.includes('dispute') ? await disputeOf(deps, row) : null,
    added.includes('unpaid') ? await debtOf(deps, row) : null,
  ].filter((cause) => cause !== null);
  if (causes.length === 0) return;
  const user = await findUser(deps.db, row.userId);
  if (!user || user.closingAt) return;
  for (const { kind, id, amount } of causes) {
    await deps.mail.queue({
      to: user.email,
      userId: user.id,
      name: `${kind}-${row.id}-${id}`,
      content: {
        kind,
        name: nameInMail(user),
        // Without the name that its owner chose: the mailbox may belong to somebody else.
        subscription: await productName(deps, row.productId),
        amount,
        url: `${deps.settings.appUrl}/account/subscriptions/${row.id}`,
      },
    });
  }
}

async function disputeOf(deps: Needs<'db'>, row: SubscriptionWithCustomer): Promise<Cause | null> {
  const [first, ...others] = await listOpenDisputes(deps.db, row);
  if (!first) return null;
  const same = others.filter(({ currency }) => currency === first.currency);
  const sum = same.reduce((total, { amountMinor }) => total + amountMinor, first.amountMinor);
  return { kind: 'suspended-dispute', id: first.id, amount: formatMoney(sum, first.currency) };
}

async function debtOf(
  deps: Needs<'clock' | 'db' | 'payments'>,
  row: SubscriptionWithCustomer,
): Promise<Cause> {
  let unpaid = await unpaidOf(deps, row);
  if (unpaid.length === 0 && row.customer) {
    // The event of the failed payment may arrive after the subscription's event.
    await keepStandingsOf(deps, row.customer);
    unpaid = await unpaidOf(deps, row);
  }
  const [first, ...others] = unpaid;
  const kind = 'suspended-unpaid';
  if (!first) return { kind, id: `period-${row.periodStart?.getTime() ?? 0}`, amount: null };
  const same = others.filter(({ currency }) => currency === first.currency);
  const sum = same.reduce((total, one) => total + one.remainingMinor, first.remainingMinor);
  return { kind, id: first.id, amount: formatMoney(sum, first.currency) };
}

/** Its invoices with a failed payment, oldest first. */
async function unpaidOf(deps: Needs<'db'>, row: SubscriptionWithCustomer) {
  const open = await listOpenStandings(deps.db, [row.userId]);
  return open.filter(
    ({ subscriptionId, state, collection }) =>
      subscriptionId === row.id &&
      state === 'open' &&
      (collection === 'failed' || collection === 'needs-authentication'),
  );
}
