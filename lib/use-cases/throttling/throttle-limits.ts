export type ThrottledAction =
  | 'sign-in'
  | 'sign-in-known'
  | 'second-factor'
  | 'sign-up'
  | 'reset'
  | 'reset-known'
  | 'confirmation'
  | 'link'
  | 'password-check'
  | 'keys'
  | 'export'
  | 'checkout'
  | 'change'
  | 'preview'
  | 'look'
  | 'provider'
  | 'operate';

export interface Limit {
  attempts: number;
  windowSeconds: number;
}

const MINUTES = 60;
const HOURS = 3600;
const DAYS = 24 * HOURS;

/**
 * How often. `account` counts attempts at one account from one address, `anywhere` at one account from any address:
 * higher, so that a stranger can hardly lock somebody out or fill a mailbox. `address` counts what one address does,
 * where a trusted proxy reports it. Nothing counts all callers together: one of them would lock out the others.
 */
export const LIMITS: Record<
  ThrottledAction,
  { account?: Limit; anywhere?: Limit; address?: Limit }
> = {
  'sign-in': {
    account: { attempts: 10, windowSeconds: 15 * MINUTES },
    anywhere: { attempts: 100, windowSeconds: 6 * HOURS },
    address: { attempts: 60, windowSeconds: 15 * MINUTES },
  },
  // By the browser, whose cookie somebody may have copied.
  'sign-in-known': {
    anywhere: { attempts: 10, windowSeconds: 15 * MINUTES },
  },
  'reset-known': {
    anywhere: { attempts: 5, windowSeconds: HOURS },
  },
  // A code is one of a million, and three are right at a time: 40 tries a day are 1 chance in 8,000.
  'second-factor': {
    account: { attempts: 5, windowSeconds: 15 * MINUTES },
    anywhere: { attempts: 10, windowSeconds: 6 * HOURS },
  },
  'sign-up': {
    account: { attempts: 10, windowSeconds: HOURS },
    anywhere: { attempts: 20, windowSeconds: DAYS },
    address: { attempts: 20, windowSeconds: HOURS },
  },
  reset: {
    account: { attempts: 5, windowSeconds: HOURS },
    anywhere: { attempts: 20, windowSeconds: DAYS },
    address: { attempts: 20, windowSeconds: HOURS },
  },
  confirmation: {
    account: { attempts: 5, windowSeconds: HOURS },
    address: { attempts: 30, windowSeconds: HOURS },
  },
  link: {
    account: { attempts: 20, windowSeconds: HOURS },
    address: { attempts: 60, windowSeconds: 15 * MINUTES },
  },
  'password-check': {
    account: { attempts: 10, windowSeconds: 15 * MINUTES },
    anywhere: { attempts: 50, windowSeconds: 6 * HOURS },
  },
  keys: {
    account: { attempts: 60, windowSeconds: 15 * MINUTES },
    address: { attempts: 120, windowSeconds: 15 * MINUTES },
  },
  export: {
    account: { attempts: 10, windowSeconds: HOURS },
    address: { attempts: 30, windowSeconds: HOURS },
  },
  // From here on it is somebody signed in, and what is counted is the vendors' work: a click is some calls to them.
  checkout: {
    anywhere: { attempts: 30, windowSeconds: 15 * MINUTES },
  },
  change: {
    anywhere: { attempts: 40, windowSeconds: 15 * MINUTES },
  },
  // Pages that ask a vendor what something would cost, or for a way into the developer portal.
  preview: {
    anywhere: { attempts: 60, windowSeconds: 15 * MINUTES },
  },
  // Pages that ask a vendor for what there is. The one after paying loads itself again while it waits.
  look: {
    anywhere: { attempts: 400, windowSeconds: 15 * MINUTES },
  },
  provider: {
    address: { attempts: 60, windowSeconds: 15 * MINUTES },
  },
  // An operator repairs many at once, and is no stranger.
  operate: {
    anywhere: { attempts: 600, windowSeconds: 15 * MINUTES },
  },
};
