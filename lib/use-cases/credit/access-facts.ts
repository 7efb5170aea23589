import { isDisputed } from '../../db/payment-signals';
import { hasPaidBefore, listOpenStandings } from '../../db/standings';
import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { graceEnd, parseReasons } from '../../domain/access/access';
import type { ProviderSubscription } from '../../ports/provider-subscription';
import type { Needs } from '../deps';
import { creditUseOf } from './credit-use';
import { ensureStandings, keepStandingsOf } from './sync-standings';

export interface AccessFacts {
  pastDueSince: Date | null;
  graceEndsAt: Date | null;
  isDisputed: boolean;
  isCreditUsedUp: boolean;
}

const LIVE: ReadonlySet<string> = new Set(['trialing', 'active', 'past_due', 'unpaid', 'paused']);
const NOTHING: AccessFacts = {
  pastDueSince: null,
  graceEndsAt: null,
  isDisputed: false,
  isCreditUsedUp: false,
};

/** What decides about access in addition to the provider's state: earlier payments, disputes, unbilled usage. */
export async function accessFacts(
  deps: Needs<'clock' | 'db' | 'log' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
  found: ProviderSubscription,
  now: Date,
): Promise<AccessFacts> {
  // What has ended, or was never paid, has no access that any of this could take.
  if (!LIVE.has(found.status)) return NOTHING;
  await ensureStandings(deps, row.userId);
  const pastDueSince = found.status === 'past_due' ? sinceWhen(row, now) : null;
  const [graceEndsAt, disputed, isCreditUsedUp] = await Promise.all([
    pastDueSince === null ? null : graceOf(deps, row, pastDueSince),
    isDisputed(deps.db, row),
    isUsedUp(deps, { ...row, status: found.status }),
  ]);
  return { pastDueSince, graceEndsAt, isDisputed: disputed, isCreditUsedUp };
}

/** A start in the future was written while the clock was ahead. */
function sinceWhen({ pastDueSince }: SubscriptionWithCustomer, now: Date): Date {
  return pastDueSince !== null && pastDueSince <= now ? pastDueSince : now;
}

/** Before anybody is suspended, it checks that no payment of theirs was missed. */
async function isUsedUp(
  deps: Needs<'clock' | 'db' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
): Promise<boolean> {
  const use = await creditUseOf(deps, row);
  if (!use?.isUsedUp || !row.customer) return false;
  if (parseReasons(row.suspendedFor).includes('credit')) return true;
  await keepStandingsOf(deps, row.customer);
  return (await creditUseOf(deps, row))?.isUsedUp ?? false;
}

async function graceOf(
  deps: Needs<'clock' | 'db' | 'payments' | 'settings'>,
  row: SubscriptionWithCustomer,
  since: Date,
): Promise<Date> {
  const settings = {
    graceDays: deps.settings.graceDays,
    graceDaysBeforeFirstPayment: deps.settings.credit.graceDaysBeforeFirstPayment,
  };
  const withHistory = { since, hasPaidBefore: true, needsAuthentication: false };
  if (await hasPaidBefore(deps.db, row.userId)) return graceEnd(withHistory, settings);
  // For an owner without history the invoices are read again: a payment may not have arrived here, and a payment that
  // only needs the bank's confirmation has a day.
  if (row.customer) await keepStandingsOf(deps, row.customer);
  if (await hasPaidBefore(deps.db, row.userId)) return graceEnd(withHistory, settings);
  const open = await listOpenStandings(deps.db, [row.userId]);
  const own = open.filter((one) => one.subscriptionId === row.id && one.collection !== 'none');
  const needsAuthentication =
    own.length > 0 && own.every((one) => one.collection === 'needs-authentication');
  return graceEnd({ since, hasPaidBefore: false, needsAuthentication }, settings);
}
