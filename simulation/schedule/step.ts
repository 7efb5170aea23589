/** One thing that happens. Who it happens to is a number: the n-th person or subscription there is by then. */
export type Step =
  | { kind: 'buy'; person: number; product: string; browsers: 1 | 2; card: Card }
  /** The success page is opened (again). */
  | { kind: 'success-page'; subscription: number }
  | { kind: 'calls'; subscription: number; calls: number; minutesAgo: number }
  /** What was reported of a past call's quarter of an hour changes. */
  | { kind: 'correction'; call: number; calls: number }
  | { kind: 'wait'; minutes: number }
  /** Up to the end of somebody's period, and past it. */
  | { kind: 'wait-for-period-end'; subscription: number; offsetMinutes: number }
  | { kind: 'cron'; instances: 1 | 2 }
  | { kind: 'reconcile'; instances: 1 | 2 }
  | { kind: 'accounts'; instances: 1 | 2 }
  | { kind: 'change-plan'; subscription: number; product: string; when: 'now' | 'period-end' }
  | { kind: 'cancel-at-period-end'; subscription: number; cancel: boolean }
  | { kind: 'cancel-now'; subscription: number }
  | { kind: 'pause'; subscription: number }
  | { kind: 'resume'; subscription: number }
  | { kind: 'card'; person: number; declines: boolean }
  /** Somebody's bank takes the last payment back; in time the dispute is lost. */
  | { kind: 'dispute'; person: number }
  /** The card is taken off the customer. */
  | { kind: 'detach'; person: number }
  /** An operator gives up the last open invoice of somebody. */
  | { kind: 'write-off'; person: number; to: 'void' | 'uncollectible' }
  | { kind: 'close-account'; person: number }
  /** With the same address, once the account is closed: the person is a new user from then on. */
  | { kind: 'sign-up-again'; person: number }
  | { kind: 'fault'; fault: CallFault }
  | { kind: 'webhook-fault'; fault: WebhookFault }
  /** The process stops at its n-th write from here on. */
  | { kind: 'kill'; atWrite: number; when: 'before' | 'after' }
  /** Whether webhooks are processed when they come, or left to the next run. */
  | { kind: 'webhook-work'; isDone: boolean };

export type Card = 'good' | 'declines-later';

export interface CallFault {
  listener: 'stripe' | 'arm';
  method?: 'GET' | 'POST';
  path: string;
  kind: 'status' | 'timeout-before' | 'timeout-after' | 'drop-before' | 'drop-after';
  status?: number;
  retryAfterSeconds?: number;
  times: number;
}

export interface WebhookFault {
  webhook: 'duplicate' | 'twin' | 'delay' | 'drop' | 'shuffle';
  type: string;
  delaySeconds?: number;
  times: number;
}

export interface Schedule {
  seed: number;
  start: Date;
  steps: readonly Step[];
}

/** A step in one line. */
export function describeStep(step: Step): string {
  const { kind, ...rest } = step;
  const words = Object.entries('fault' in rest ? rest.fault : rest).map(
    ([name, value]) => `${name}=${value}`,
  );
  return [kind, ...words].join(' ');
}
