import {
  forgetDebtor,
  forgetDebtorsUntil,
  listCardHashes,
  listClosedDebtors,
  putClosedDebtor,
} from '../../db/closed-debtors';
import { owesNothing } from '../../db/standings';
import type { Needs } from '../deps';
import { emailHash } from './hashes';

const DAY_MS = 86_400_000;
/** As long as a claim can be made in most places; nobody is remembered longer. */
const KEPT_YEARS = 3;
/** The last invoice and what is counted late are out by then, and have been paid or not. */
const SETTLED_AFTER_DAYS = 45;

/** Before an account is erased: its address and cards are kept as keyed hashes, for what it may still owe. */
export async function rememberDebtor(
  deps: Needs<'clock' | 'db' | 'vault'>,
  user: { id: string; email: string },
): Promise<void> {
  const closedAt = await deps.clock.now();
  const keptUntil = new Date(closedAt);
  keptUntil.setUTCFullYear(keptUntil.getUTCFullYear() + KEPT_YEARS);
  await putClosedDebtor(deps.db, {
    userId: user.id,
    email: emailHash(deps, user.email),
    cards: await listCardHashes(deps.db, user.id),
    closedAt,
    keptUntil,
  });
}

/** Forgets closed accounts that owe nothing, and all of them after three years. */
export async function forgetDebtors(deps: Needs<'clock' | 'db'>): Promise<number> {
  const now = await deps.clock.now();
  await forgetDebtorsUntil(deps.db, now);
  const closedBefore = new Date(now.getTime() - SETTLED_AFTER_DAYS * DAY_MS);
  let forgotten = 0;
  for (const userId of await listClosedDebtors(deps.db, { closedBefore, limit: 500 })) {
    if (!(await owesNothing(deps.db, userId))) continue;
    await forgetDebtor(deps.db, userId);
    forgotten += 1;
  }
  return forgotten;
}
