import { listOwed, readCreditFacts } from '../../db/credit-facts';
import type { InvoiceStanding, User } from '../../db/generated/client';
import { findUser } from '../../db/users';
import {
  type CreditRefusal,
  type CreditStanding,
  decideCredit,
  isUnpaid,
  type OwedInvoice,
} from '../../domain/access/credit';
import type { Needs } from '../deps';
import { emailHash } from './hashes';
import { ensureStandings, keepStanding } from './sync-standings';

export interface CreditAsked {
  userId: string;
  /** The product that is to be bought or changed to. */
  productId: string;
  /** The subscription that it is for, when it exists already. */
  subscriptionId: string | null;
}

/**
 * May this owner take on more credit? Asked before every paid checkout and every change to a plan that costs more. What
 * would refuse is read again at the provider first: somebody who has just paid must not wait for an event.
 */
export async function askCredit(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings' | 'vault'>,
  asked: CreditAsked,
): Promise<CreditRefusal | null> {
  const user = await findUser(deps.db, asked.userId);
  return user && askCreditOf(deps, user, asked);
}

/** The same for an owner who was read already. */
export async function askCreditOf(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings' | 'vault'>,
  user: User,
  asked: Omit<CreditAsked, 'userId'>,
): Promise<CreditRefusal | null> {
  await ensureStandings(deps, user.id);
  const refusal = await judge(deps, user, asked);
  if (refusal?.kind !== 'unpaid' && refusal?.kind !== 'owes-from-closed-account') return refusal;
  try {
    for (const { id } of await owedBy(deps, user)) await keepStanding(deps, id);
  } catch (error) {
    deps.log.warn({ userId: user.id, err: error }, 'unpaid invoices not read again');
    return refusal;
  }
  return judge(deps, user, asked);
}

/** The same from our own rows only, for pages. */
export async function viewCredit(
  deps: Needs<'clock' | 'db' | 'settings' | 'vault'>,
  asked: CreditAsked,
): Promise<CreditRefusal | null> {
  const user = await findUser(deps.db, asked.userId);
  return user && judge(deps, user, asked);
}

async function judge(
  deps: Needs<'clock' | 'db' | 'settings' | 'vault'>,
  user: User,
  asked: Omit<CreditAsked, 'userId'>,
): Promise<CreditRefusal | null> {
  return decideCredit(await standingOf(deps, user, asked), deps.settings.credit);
}

async function standingOf(
  deps: Needs<'clock' | 'db' | 'vault'>,
  user: User,
  { productId, subscriptionId }: Omit<CreditAsked, 'userId'>,
): Promise<CreditStanding> {
  const userId = user.id;
  const [now, { failed, ...facts }, owed] = await Promise.all([
    deps.clock.now(),
    readCreditFacts(deps.db, { userId, productId, except: subscriptionId }),
    owedBy(deps, user),
  ]);
  const unpaid = owed.filter((one) => isUnpaid(toOwed(one), now));
  // A failed subscription whose invoices we know is judged by them: its debit may be processing now.
  const unexplained = failed.filter(
    (row) => !owed.some((invoice) => invoice.subscriptionId === row.id),
  );
  return {
    ...facts,
    unpaid: unpaid.map(toOwed),
    owesFromClosedAccount: unpaid.length > 0 && unpaid.every((one) => one.userId !== userId),
    hasFailedSubscription: unexplained.length > 0,
    failedPayUrl: unexplained.find((row) => row.payUrl !== null)?.payUrl ?? null,
    isEmailConfirmed: user.emailVerified !== null,
  };
}

/** Of the owner, and of closed accounts that had the same address. */
function owedBy(deps: Needs<'db' | 'vault'>, { id, email }: User): Promise<InvoiceStanding[]> {
  return listOwed(deps.db, { userId: id, emailHash: emailHash(deps, email) });
}

export function toOwed(standing: InvoiceStanding): OwedInvoice {
  const { remainingMinor, currency, dueAt, payUrl } = standing;
  return {
    state: standing.state as OwedInvoice['state'],
    collection: standing.collection as OwedInvoice['collection'],
    remainingMinor,
    currency,
    dueAt,
    payUrl,
  };
}
