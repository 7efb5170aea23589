export type ThrottledAction =
  | 'sign-in'
  | 'second-factor'
  | 'sign-up'
  | 'reset'
  | 'confirmation'
  | 'link'
  | 'password-check'
  | 'keys'
  | 'export';

export interface Limit {
  attempts: number;
  windowSeconds: number;
}

const MINUTES = 60;
const HOURS = 3600;
const DAYS = 24 * HOURS;

/**
 * How often. `account` counts what is aimed at one account from one address, `anywhere` at one account from wherever:
 * higher, so that a stranger can hardly lock somebody out or fill a mailbox. `address` counts what one address does;
 * `unknown` stands in for it, for all callers together, where no trusted proxy tells addresses and the action costs
 * others something.
 */
export const LIMITS: Record<
  ThrottledAction,
  { account: Limit; anywhere?: Limit; address?: Limit; unknown?: Limit }
> = {
  'sign-in': {
    account: { attempts: 10, windowSeconds: 15 * MINUTES },
    anywhere: { attempts: 100, windowSeconds: 6 * HOURS },
    address: { attempts: 60, windowSeconds: 15 * MINUTES },
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
    unknown: { attempts: 2000, windowSeconds: HOURS },
  },
  reset: {
    account: { attempts: 5, windowSeconds: HOURS },
    anywhere: { attempts: 20, windowSeconds: DAYS },
    address: { attempts: 20, windowSeconds: HOURS },
    unknown: { attempts: 500, windowSeconds: HOURS },
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
};
