import { createHash } from 'node:crypto';
import { countAttempt, forgetAttempts } from '../db/throttles';
import type { Deps } from './deps';

export type ThrottledAction =
  | 'sign-in'
  | 'second-factor'
  | 'sign-up'
  | 'reset'
  | 'confirmation'
  | 'password-check'
  | 'keys';

interface Limit {
  attempts: number;
  windowSeconds: number;
}

const MINUTES = 60;
const HOURS = 3600;

/**
 * How often. `account` counts what is aimed at one account from one address, `anywhere` at one account from wherever:
 * higher, so that a stranger can hardly lock somebody out. `address` counts what one address does; `unknown` stands in
 * for it, for all callers together, where no trusted proxy tells addresses and the action costs others something.
 */
const LIMITS: Record<
  ThrottledAction,
  { account: Limit; anywhere?: Limit; address?: Limit; unknown?: Limit }
> = {
  'sign-in': {
    account: { attempts: 10, windowSeconds: 15 * MINUTES },
    anywhere: { attempts: 100, windowSeconds: 6 * HOURS },
    address: { attempts: 60, windowSeconds: 15 * MINUTES },
  },
  'second-factor': { account: { attempts: 5, windowSeconds: 15 * MINUTES } },
  'sign-up': {
    account: { attempts: 10, windowSeconds: HOURS },
    address: { attempts: 20, windowSeconds: HOURS },
    unknown: { attempts: 2000, windowSeconds: HOURS },
  },
  reset: {
    account: { attempts: 5, windowSeconds: HOURS },
    address: { attempts: 20, windowSeconds: HOURS },
    unknown: { attempts: 500, windowSeconds: HOURS },
  },
  confirmation: {
    account: { attempts: 5, windowSeconds: HOURS },
    address: { attempts: 30, windowSeconds: HOURS },
  },
  'password-check': { account: { attempts: 10, windowSeconds: 15 * MINUTES } },
  keys: {
    account: { attempts: 60, windowSeconds: 15 * MINUTES },
    address: { attempts: 120, windowSeconds: 15 * MINUTES },
  },
};

export type Throttled =
  | { kind: 'go' }
  | { kind: 'wait'; message: string; retryAfterSeconds: number };

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
  for (const { key, limit } of countersOf(action, account, address)) {
    const counted = await countAttempt(deps.db, { key, windowSeconds: limit.windowSeconds });
    if (counted.attempts > limit.attempts) waitSeconds = Math.max(waitSeconds, counted.secondsLeft);
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

/** After a success the account's attempts start over; those of the address go on counting. */
export async function settleThrottle(
  deps: Deps,
  action: ThrottledAction,
  account: string,
): Promise<void> {
  const address = await deps.requestAddress();
  const own = countersOf(action, account, address).filter(({ scope }) => scope === 'account');
  await forgetAttempts(
    deps.db,
    own.map(({ key }) => key),
  );
}

interface Counter {
  scope: string;
  key: string;
  limit: Limit;
}

function countersOf(action: ThrottledAction, account: string, address: string | null): Counter[] {
  const { account: own, anywhere, address: perAddress, unknown } = LIMITS[action];
  const named = account.trim().toLowerCase();
  const counters: Counter[] = [counter(action, 'account', own, named, address ?? '')];
  if (anywhere) counters.push(counter(action, 'anywhere', anywhere, named));
  if (address !== null && perAddress)
    counters.push(counter(action, 'address', perAddress, address));
  if (address === null && unknown) counters.push(counter(action, 'unknown', unknown));
  return counters;
}

/** Hashed: the table shall not be a list of who tried to sign in from where. */
function counter(action: string, scope: string, limit: Limit, ...of: string[]): Counter {
  const hash = createHash('sha256').update([action, scope, ...of].join('\n'), 'utf8');
  return { scope, limit, key: `${action}:${scope}:${hash.digest('base64url')}` };
}

function durationWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}
