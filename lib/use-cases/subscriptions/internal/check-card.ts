import { findClosedDebtors, findOwnersWithCard, setCardHash } from '../../../db/closed-debtors';
import { putSignal } from '../../../db/payment-signals';
import { hasPaidBefore, listOpenStandings } from '../../../db/standings';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import { isUnpaid } from '../../../domain/access/credit';
import { AppError } from '../../../kit/app-error';
import type { ProviderSubscription } from '../../../ports/provider-subscription';
import { markProblem } from '../../audit/subscription-problems';
import { toOwed } from '../../credit/ask-credit';
import { cardHash } from '../../credit/hashes';
import type { Needs } from '../../deps';
import { isEnded } from '../provider-subscription';

/**
 * The card is known only after the checkout, and is checked before the first key is created. A card on which a closed
 * account left invoices unpaid is refused for an owner who has never paid: the subscription ends, and the charge is
 * refunded. An owner with payments of their own keeps the subscription. So does an owner whose card is also used by an
 * existing account with debts: a company card has many holders, so those cases are listed for an operator. Returns what
 * the provider says afterwards.
 */
export async function checkCard(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'vault'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
): Promise<ProviderSubscription> {
  if (row.gatewayState !== 'absent' || row.activatedAt || !row.customer?.providerId) return found;
  if (isEnded(found.status) || found.status === 'incomplete') return found;
  const hashes = await keepCards(deps, row.customer.id, row.customer.providerId);
  const closed = await owingOf(deps, await closedWithCard(deps, hashes, row.userId));
  const shared = await owingOf(
    deps,
    await findOwnersWithCard(deps.db, { hashes, except: row.userId }),
  );
  if (closed.length === 0 && shared.length === 0) return found;
  const isRefused = closed.length > 0 && !(await hasPaidBefore(deps.db, row.userId));
  await putRow(deps, row, { isRefused, owing: [...closed, ...shared] });
  if (!isRefused) return found;
  const { refundedMinor, currency } = await deps.payments.refundDuplicate(found.providerId);
  await markProblem(deps, row, { kind: 'card-refused', details: { refundedMinor, currency } });
  const ended = await deps.payments.readSubscription(found.providerId);
  if (!ended) throw new AppError('upstream-failed', `${found.providerId} was not read again.`);
  return ended;
}

async function keepCards(
  deps: Needs<'db' | 'payments' | 'vault'>,
  customerId: string,
  providerId: string,
): Promise<string[]> {
  const cards = await deps.payments.listCards(providerId);
  const hashes = cards.map((fingerprint) => cardHash(deps, fingerprint));
  const [latest] = hashes;
  if (latest !== undefined) await setCardHash(deps.db, customerId, latest);
  return hashes;
}

function closedWithCard(
  deps: Needs<'db'>,
  hashes: readonly string[],
  except: string,
): Promise<string[]> {
  return findClosedDebtors(deps.db, { kind: 'card', hashes, except });
}

interface Owing {
  userId: string;
  amountMinor: number;
  currency: string;
}

/** Those of these owners who owe something now. */
async function owingOf(deps: Needs<'clock' | 'db'>, userIds: readonly string[]): Promise<Owing[]> {
  if (userIds.length === 0) return [];
  const now = await deps.clock.now();
  const open = await listOpenStandings(deps.db, userIds);
  return open
    .filter((one) => isUnpaid(toOwed(one), now))
    .map(({ userId, remainingMinor, currency }) => ({
      userId,
      amountMinor: remainingMinor,
      currency,
    }));
}

async function putRow(
  deps: Needs<'clock' | 'db'>,
  row: SubscriptionWithCustomer,
  { isRefused, owing }: { isRefused: boolean; owing: readonly Owing[] },
): Promise<void> {
  const at = await deps.clock.now();
  const [first] = owing;
  await putSignal(deps.db, {
    id: `card:${row.id}`,
    kind: isRefused ? 'refused-card' : 'shared-card',
    userId: row.userId,
    subscriptionId: row.id,
    amountMinor: first?.amountMinor ?? 0,
    currency: first?.currency ?? 'usd',
    state: isRefused ? 'refused' : 'allowed',
    isOpen: false,
    details: { owing: [...new Set(owing.map(({ userId }) => userId))] },
    createdAt: at,
    readAt: at,
  });
}
