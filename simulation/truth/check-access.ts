import type { Deps } from '../../lib/use-cases/deps';
import type { Play } from '../play/play';
import type { StripeBooks, StripeSubscription } from './read-stripe';

const DAY_MS = 86_400_000;

/** The gateway's state is the one that the table of states has for Stripe's, and keys are what they were. */
export async function checkAccess(play: Play, books: StripeBooks, oracle: Deps): Promise<string[]> {
  const problems: string[] = [];
  const atGateway = new Map<string, string>();
  for await (const one of oracle.gateway.listSubscriptions()) {
    atGateway.set(one.subscriptionId, one.state);
  }
  for (const row of play.subscriptions) {
    const found = atGateway.get(row.id) ?? 'absent';
    const provider = books.subscriptions.find((one) => one.id === row.providerId);
    if (row.customerId === null) {
      // With an account that is closed its user at the gateway goes, and what that user had.
      const isGone = found === 'absent' && play.closings.some((one) => one.userId === row.userId);
      const isFine = row.endedAt ? found === 'cancelled' || isGone : found === 'active';
      if (!isFine) problems.push(`${row.id} is ${row.status} and ${found} at the gateway`);
      continue;
    }
    const wanted = provider
      ? wantedState(provider, {
          pastDueSince: row.pastDueSince,
          history: historyOf(play, books, row.userId),
          isLentOut: row.suspendedFor === 'credit',
          isDisputed: books.disputed > 0 && row.suspendedFor.includes('dispute'),
          now: play.world.now(),
        })
      : ['absent'];
    // What was never opened needs no closing.
    const isFine = wanted.includes(found) || (found === 'absent' && !wanted.includes('active'));
    if (!isFine) {
      problems.push(
        `${row.id} is ${provider?.status ?? 'unpaid'} at Stripe, so ${wanted.join(' or ')} at the gateway, and it is ${found}`,
      );
    }
    problems.push(...(await checkSuspended(play, row.id, found)));
    const keys = found === 'absent' ? null : await oracle.gateway.readKeys(row.id);
    const before = play.keys.get(row.id);
    if (before && keys && before !== keys.primary) problems.push(`${row.id} has another key`);
  }
  for (const id of atGateway.keys()) {
    if (id.startsWith('sub-') && !play.subscriptions.some((row) => row.id === id)) {
      problems.push(`${id} is at the gateway and nowhere else`);
    }
  }
  return [...problems, ...checkOneEach(books)];
}

/** What is written down of suspensions is what the gateway has: it decides what periods cost. */
async function checkSuspended(play: Play, id: string, found: string): Promise<string[]> {
  const isWritten =
    (await play.world.database.outside.suspension.count({
      where: { subscriptionId: id, end: null },
    })) > 0;
  if (found === 'suspended' && !isWritten) return [`${id} is suspended, which nobody wrote down`];
  if (found === 'active' && isWritten) return [`${id} is active and written down as suspended`];
  return [];
}

interface Standing {
  pastDueSince: Date | null;
  history: History;
  /** The application says that what is lent before the first payment is used up. */
  isLentOut: boolean;
  /** It says that a payment is disputed, and one is. */
  isDisputed: boolean;
  now: Date;
}

function wantedState(provider: StripeSubscription, standing: Standing): string[] {
  const { pastDueSince, history, isLentOut, isDisputed, now } = standing;
  const isLive = ['active', 'trialing', 'past_due'].includes(provider.status);
  if (isDisputed && isLive) return ['suspended'];
  switch (provider.status) {
    case 'active':
    case 'trialing':
      return isLentOut && history !== 'paid' ? ['suspended'] : ['active'];
    case 'past_due': {
      const isInGrace =
        pastDueSince !== null && now.getTime() < pastDueSince.getTime() + 14 * DAY_MS;
      if (history === 'unclear') return isInGrace ? ['active', 'suspended'] : ['suspended'];
      return isInGrace && history === 'paid' ? ['active'] : ['suspended'];
    }
    case 'unpaid':
    case 'paused':
      return ['suspended'];
    case 'canceled':
      return provider.endReason === 'payment_failed' ? ['suspended'] : ['cancelled'];
    default:
      return ['absent'];
  }
}

/** Whether an owner has once paid above zero; unclear where money was given back to somebody. */
type History = 'paid' | 'none' | 'unclear';

function historyOf(play: Play, books: StripeBooks, userId: string): History {
  const customers = new Set(
    play.subscriptions
      .filter((row) => row.userId === userId)
      .map((row) => row.customer?.providerId ?? null),
  );
  const hasPaid = books.invoices.some(
    (one) => customers.has(one.customer) && one.status === 'paid' && one.amount_paid > 0,
  );
  if (!hasPaid) return 'none';
  return books.refundedMinor > 0 || books.disputed > 0 ? 'unclear' : 'paid';
}

/** A meter knows customers only: two live subscriptions of one customer and product would both be billed for all. */
function checkOneEach(books: StripeBooks): string[] {
  const live = books.subscriptions.filter(
    (one) => !['canceled', 'incomplete_expired', 'incomplete'].includes(one.status),
  );
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const one of live) {
    for (const key of [`${one.customer} ${one.productId}`, one.ours ?? one.id]) {
      if (seen.has(key)) problems.push(`two live subscriptions: ${key}`);
      seen.add(key);
    }
  }
  return problems;
}
