import { findClosedDebtors } from '../../db/closed-debtors';
import type { InvoiceStanding, User } from '../../db/generated/client';
import { listOpenSignals } from '../../db/payment-signals';
import {
  countLiveOfProduct,
  hasPaidBefore,
  listFailedSubscriptions,
  listOpenStandings,
} from '../../db/standings';
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
  const [user] = await Promise.all([
    findUser(deps.db, asked.userId),
    ensureStandings(deps, asked.userId),
  ]);
  if (!user) return null;
  const refusal = await judge(deps, user, asked);
  if (refusal?.kind !== 'unpaid' && refusal?.kind !== 'owes-from-closed-account') return refusal;
  try {
    for (const { id } of await owedBy(deps, user)) await keepStanding(deps, id);
  } catch (error) {
    deps.log.warn({ userId: asked.userId, err: error }, 'unpaid invoices not read again');
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
  asked: CreditAsked,
): Promise<CreditRefusal | null> {
  return decideCredit(await standingOf(deps, user, asked), deps.settings.credit);
}

async function standingOf(
  deps: Needs<'clock' | 'db' | 'vault'>,
  user: User,
  { userId, productId, subscriptionId }: CreditAsked,
): Promise<CreditStanding> {
  const { db } = deps;
  const [now, hasPaid, signals, failed, owed, liveOfProduct] = await Promise.all([
    deps.clock.now(),
    hasPaidBefore(db, userId),
    listOpenSignals(db, { userId, kinds: ['dispute', 'fraud-warning'] }),
    listFailedSubscriptions(db, userId),
    owedBy(deps, user),
    countLiveOfProduct(db, { userId, productId, except: subscriptionId }),
  ]);
  const unpaid = owed.filter((one) => isUnpaid(toOwed(one), now));
  // A failed subscription whose invoices we know is judged by them: its debit may be processing now.
  const unexplained = failed.filter(
    (row) => !owed.some((invoice) => invoice.subscriptionId === row.id),
  );
  return {
    hasPaid,
    unpaid: unpaid.map(toOwed),
    owesFromClosedAccount: unpaid.length > 0 && unpaid.every((one) => one.userId !== userId),
    hasFailedSubscription: unexplained.length > 0,
    failedPayUrl: unexplained.find((row) => row.payUrl !== null)?.payUrl ?? null,
    hasOpenDispute: signals.some(({ kind }) => kind === 'dispute'),
    hasFraudWarning: signals.some(({ kind }) => kind === 'fraud-warning'),
    isEmailConfirmed: user.emailVerified !== null,
    liveOfProduct,
  };
}

/** Of the owner, and of closed accounts that had the same address. */
async function owedBy(deps: Needs<'db' | 'vault'>, user: User): Promise<InvoiceStanding[]> {
  const hashes = [emailHash(deps, user.email)];
  const closed = await findClosedDebtors(deps.db, { kind: 'email', hashes, except: user.id });
  return listOpenStandings(deps.db, [user.id, ...closed]);
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
