import { createHash } from 'node:crypto';
import { type Attempts, countAttempt, forgetAttempts } from '../../db/throttles';
import { AppError } from '../../kit/app-error';
import type { Needs } from '../deps';
import { LIMITS, type Limit, type ThrottledAction } from './throttle-limits';

/** Too many attempts. The sentence says when to come back, and so does the number, for Retry-After. */
export interface Wait {
  kind: 'wait';
  message: string;
  retryAfterSeconds: number;
}

/** A browser in which somebody signed in to this account before. */
export interface KnownBrowser {
  email: string;
  id: string;
}

/** When more ask for a password to be checked than can be. */
export async function unlessBusy<T>(work: () => Promise<T>): Promise<T | Wait> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'busy') throw error;
    return {
      kind: 'wait',
      message: 'Too many people are signing in right now. Try again in 5 seconds.',
      retryAfterSeconds: 5,
    };
  }
}

export type Throttled = { kind: 'go' } | Wait;

/**
 * Counts an attempt before anything else is done, whether or not the account exists, so that neither the text nor the
 * time of the answer reveals it. `account` is whatever names it: an email address or a user's id.
 */
export async function throttle(
  deps: Needs<'db' | 'log' | 'requestAddress' | 'telemetry'>,
  action: ThrottledAction,
  account: string,
): Promise<Throttled> {
  const address = await deps.requestAddress();
  let waitSeconds = 0;
  // Each is counted, even when another one refuses already: further attempts prolong the wait.
  for (const { limit } of countersOf(action, account, address)) {
    waitSeconds = Math.max(waitSeconds, await countAttempt(deps.db, limit));
  }
  if (waitSeconds === 0) return { kind: 'go' };
  deps.telemetry.count('throttled', 1, { action });
  deps.log.warn({ action, address }, 'throttled');
  return {
    kind: 'wait',
    message: `Too many attempts. Try again in ${formatDuration(waitSeconds)}.`,
    retryAfterSeconds: waitSeconds,
  };
}

/**
 * The same for what anybody can aim at an account. From a browser that its owner has used, attempts are counted
 * separately: attempts from elsewhere don't lock the owner out.
 */
export function throttleFrom(
  deps: Needs<'db' | 'log' | 'requestAddress' | 'telemetry'>,
  action: 'sign-in' | 'reset',
  from: { email: string; browser: KnownBrowser | null },
): Promise<Throttled> {
  const { email, browser } = from;
  return isKnown(from)
    ? throttle(deps, `${action}-known`, browser?.id ?? '')
    : throttle(deps, action, email);
}

/** After a success: what failed before no longer counts against this browser. */
export async function settleFrom(
  deps: Needs<'db' | 'requestAddress'>,
  action: 'sign-in',
  from: { email: string; browser: KnownBrowser | null },
): Promise<void> {
  if (!isKnown(from)) return settleThrottle(deps, action, from.email);
  const account = from.browser?.id ?? '';
  await forget(deps, `${action}-known`, { account, address: null, scopes: ['anywhere'] });
}

export function isKnown(from: { email: string; browser: KnownBrowser | null }): boolean {
  return from.browser !== null && from.browser.email === from.email.trim().toLowerCase();
}

/** After a success from an address, its attempts at the account start over; all others continue to count. */
export async function settleThrottle(
  deps: Needs<'db' | 'requestAddress'>,
  action: ThrottledAction,
  account: string,
): Promise<void> {
  const address = await deps.requestAddress();
  await forget(deps, action, { account, address, scopes: ['account'] });
}

/** After its owner has proven the mailbox: failed attempts of others don't lock them out. */
export async function releaseAccount(
  deps: Needs<'db' | 'requestAddress'>,
  account: string,
): Promise<void> {
  const address = await deps.requestAddress();
  await forget(deps, 'sign-in', { account, address, scopes: ['account', 'anywhere'] });
}

type Scope = 'account' | 'anywhere' | 'address';

async function forget(
  deps: Needs<'db'>,
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
  const { account: own, anywhere, address: perAddress } = LIMITS[action];
  const named = account.trim().toLowerCase();
  const counter = (scope: Scope, limit: Limit, ...of: string[]) => ({
    scope,
    limit: { ...limit, name: `${action}:${scope}`, key: hashOf(of) },
  });
  return [
    ...(own ? [counter('account', own, named, address ?? '')] : []),
    ...(anywhere ? [counter('anywhere', anywhere, named)] : []),
    ...(address !== null && perAddress ? [counter('address', perAddress, address)] : []),
  ];
}

/** Hashed: the table must not be a list of who tried to sign in from where. */
function hashOf(parts: string[]): string {
  return createHash('sha256').update(parts.join('\n'), 'utf8').digest('base64url');
}

export function formatDuration(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}
