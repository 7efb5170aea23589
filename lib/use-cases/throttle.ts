import { createHash } from 'node:crypto';
import { type Attempts, countAttempt, forgetAttempts } from '../db/throttles';
import type { Deps } from './deps';
import { LIMITS, type Limit, type ThrottledAction } from './throttle-limits';

/** Too many attempts. The sentence says when to come back, and so does the number, for Retry-After. */
export interface Wait {
  kind: 'wait';
  message: string;
  retryAfterSeconds: number;
}

export type Throttled = { kind: 'go' } | Wait;

/**
 * Counts an attempt before anything else is done, whether the account exists or not, so that neither the words nor the
 * time of the answer tell it. `account` is whatever names it: an e-mail address or a user's id.
 */
export async function throttle(
  deps: Deps,
  action: ThrottledAction,
  account: string,
): Promise<Throttled> {
  const address = await deps.requestAddress();
  let waitSeconds = 0;
  // Each is counted, also when another one refuses already: whoever goes on trying goes on waiting.
  for (const { limit } of countersOf(action, account, address)) {
    waitSeconds = Math.max(waitSeconds, await countAttempt(deps.db, limit));
  }
  if (waitSeconds === 0) return { kind: 'go' };
  deps.telemetry.count('throttled', 1, { action });
  deps.log.warn({ action, address }, 'throttled');
  return {
    kind: 'wait',
    message: `Too many attempts. Try again in ${durationWords(waitSeconds)}.`,
    retryAfterSeconds: waitSeconds,
  };
}

/** After a success from an address its attempts at the account start over; all else goes on counting. */
export async function settleThrottle(
  deps: Deps,
  action: ThrottledAction,
  account: string,
): Promise<void> {
  const address = await deps.requestAddress();
  await forget(deps, action, { account, address, scopes: ['account'] });
}

/** After its owner has proven the mailbox: nobody's failed attempts keep them out. */
export async function releaseAccount(deps: Deps, account: string): Promise<void> {
  const address = await deps.requestAddress();
  await forget(deps, 'sign-in', { account, address, scopes: ['account', 'anywhere'] });
}

type Scope = 'account' | 'anywhere' | 'address' | 'unknown';

async function forget(
  deps: Deps,
  action: ThrottledAction,
  of: { account: string; address: string | null; scopes: Scope[] },
): Promise<void> {
  for (const { scope, limit } of countersOf(action, of.account, of.address)) {
    if (of.scopes.includes(scope)) await forgetAttempts(deps.db, limit);
  }
}

function countersOf(
  action: ThrottledAction,
  account: string,
  address: string | null,
): { scope: Scope; limit: Attempts }[] {
  const { account: own, anywhere, address: perAddress, unknown } = LIMITS[action];
  const named = account.trim().toLowerCase();
  const counter = (scope: Scope, limit: Limit, ...of: string[]) => ({
    scope,
    limit: { ...limit, name: `${action}:${scope}`, key: hashOf(of) },
  });
  return [
    counter('account', own, named, address ?? ''),
    ...(anywhere ? [counter('anywhere', anywhere, named)] : []),
    ...(address !== null && perAddress ? [counter('address', perAddress, address)] : []),
    ...(address === null && unknown ? [counter('unknown', unknown)] : []),
  ];
}

/** Hashed: the table shall not be a list of who tried to sign in from where. */
function hashOf(parts: string[]): string {
  return createHash('sha256').update(parts.join('\n'), 'utf8').digest('base64url');
}

function durationWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}
