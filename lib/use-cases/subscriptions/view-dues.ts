import { listBilledCustomers } from '../../db/customers';
import { listSubscriptionsOf } from '../../db/subscriptions';
import type { OpenInvoice } from '../../ports/customer-dues';
import type { Needs } from '../deps';

export type Dues =
  | {
      kind: 'read';
      open: (Omit<OpenInvoice, 'providerSubscriptionId'> & {
        subscription: { id: string; name: string } | null;
      })[];
      /** By currency. */
      sums: { currency: string; remainingMinor: number }[];
      /** Amounts that were too small to charge, and credits (negative): the next invoice includes them. */
      carried: { currency: string; balanceMinor: number }[];
    }
  /** The provider did not answer: the amount due is unknown. */
  | { kind: 'unavailable' };

/** All that a user owes, asked from the provider now: nothing of it is stored here. */
export async function viewDues(
  deps: Needs<'db' | 'log' | 'payments'>,
  userId: string,
): Promise<Dues> {
  try {
    const customers = await listBilledCustomers(deps.db, userId);
    const all = await Promise.all(customers.map((id) => deps.payments.readDues(id)));
    const rows = await listSubscriptionsOf(deps.db, userId);
    const byProvider = new Map(rows.map((row) => [row.providerId, row]));
    const open = all
      .flatMap((dues) => dues.open)
      .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
      .map(({ providerSubscriptionId, ...invoice }) => {
        const row = byProvider.get(providerSubscriptionId);
        return { ...invoice, subscription: row ? { id: row.id, name: row.name } : null };
      });
    const carried = all.flatMap(({ balanceMinor, currency }) =>
      balanceMinor === 0 || currency === null ? [] : [{ currency, balanceMinor }],
    );
    return { kind: 'read', open, sums: sumsOf(open), carried };
  } catch (error) {
    deps.log.warn({ userId, err: error }, 'amount due could not be read');
    return { kind: 'unavailable' };
  }
}

function sumsOf(open: readonly Pick<OpenInvoice, 'currency' | 'remainingMinor'>[]) {
  const sums = new Map<string, number>();
  for (const { currency, remainingMinor } of open) {
    sums.set(currency, (sums.get(currency) ?? 0) + remainingMinor);
  }
  return [...sums].map(([currency, remainingMinor]) => ({ currency, remainingMinor }));
}
