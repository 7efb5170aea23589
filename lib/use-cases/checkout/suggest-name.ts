import { listSubscriptionsOf } from '../../db/subscriptions';
import type { Needs } from '../deps';

export interface SuggestedName {
  name: string;
  /** The newest live one of the same product; null when there is none. */
  existing: { id: string; name: string } | null;
}

/** A name that none of the user's live subscriptions has, and whether there is one of this product already. */
export async function suggestName(
  deps: Needs<'db'>,
  input: { userId: string; productId: string; productName: string },
): Promise<SuggestedName> {
  const rows = await listSubscriptionsOf(deps.db, input.userId);
  const live = rows.filter((row) => row.endedAt === null && row.status !== 'incomplete_expired');
  // A checkout that waits for payment is continued under its own name, and does not count as a subscription.
  const pending = live.find(
    (row) => row.status === 'checkout' && row.productId === input.productId,
  );
  const existing =
    live.find((row) => row.status !== 'checkout' && row.productId === input.productId) ?? null;
  const taken = new Set(live.filter((row) => row !== pending).map((row) => row.name));
  return {
    name: pending?.name ?? numbered(`My ${input.productName} subscription`, taken),
    existing: existing && { id: existing.id, name: existing.name },
  };
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
