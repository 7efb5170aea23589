import { startCheckout } from '../../lib/use-cases/checkout/start-checkout';
import type { Deps } from '../../lib/use-cases/deps';
import type { Play } from '../play/play';
import type { StripeBooks } from './read-stripe';

/**
 * A closed account has nothing that works and nobody's name, and whoever comes back with its address starts over, with what the
 * old one owes still in the way of buying. Last of all checks: it begins a checkout.
 */
export async function checkAccounts(
  play: Play,
  books: StripeBooks,
  oracle: Deps,
): Promise<string[]> {
  const problems: string[] = [];
  for (const { userId, email, returnedAs } of play.closings) {
    const user = await play.world.database.outside.user.findUnique({ where: { id: userId } });
    if (!user?.closedAt) problems.push(`the account ${userId} was never closed`);
    if (user?.email === email || user?.name === 'Ada Lovelace')
      problems.push(`the closed account ${userId} has a name`);
    for (const row of play.subscriptions.filter((one) => one.userId === userId)) {
      const found = await oracle.gateway.readSubscription(row.id);
      if (!row.endedAt) problems.push(`${row.id} of a closed account has not ended`);
      if (found?.state === 'active') problems.push(`${row.id} of a closed account works`);
    }
    if (returnedAs === null) continue;
    problems.push(...(await checkReturned(play, books, { oracle, userId, returnedAs })));
  }
  return problems;
}

async function checkReturned(
  play: Play,
  books: StripeBooks,
  of: { oracle: Deps; userId: string; returnedAs: string },
): Promise<string[]> {
  const { oracle, userId, returnedAs } = of;
  // A second closing: somebody else's account now.
  if (!play.people.includes(returnedAs)) return [];
  const outcome = await startCheckout(oracle, {
    userId: returnedAs,
    productId: 'enterprise',
    name: 'Once more',
  });
  const rows = play.subscriptions.filter((row) => [userId, returnedAs].includes(row.userId));
  const customers = new Set(rows.flatMap((row) => row.customer?.providerId ?? []));
  const owes = books.invoices.some(
    (one) =>
      customers.has(one.customer) &&
      one.amount_remaining > 0 &&
      (one.status === 'uncollectible' || (one.status === 'open' && one.attempt_count > 0)),
  );
  if (owes && outcome.kind !== 'no-credit')
    return [`${returnedAs} owes, also as ${userId}, and is sold something: ${outcome.kind}`];
  const isNew = !rows.some((row) => row.userId === returnedAs);
  if (!owes && isNew && books.disputed === 0 && outcome.kind !== 'checkout')
    return [`${returnedAs} came back, owes nothing and is sold nothing: ${outcome.kind}`];
  return [];
}
