import type { Step } from './step';

export const cron: Step = { kind: 'cron', instances: 1 };
export const buy = (product: string): Step => ({
  kind: 'buy',
  person: 0,
  product,
  browsers: 1,
  card: 'good',
});
export const calls = (count: number): Step => ({
  kind: 'calls',
  subscription: 0,
  calls: count,
  minutesAgo: 0,
});
export const wait = (minutes: number): Step => ({ kind: 'wait', minutes });
export const periodEnd = (offsetMinutes: number): Step => ({
  kind: 'wait-for-period-end',
  subscription: 0,
  offsetMinutes,
});
export const priced = (
  product: string,
  percent: number | null,
  how: { migrate?: boolean; killedAt?: number } = {},
): Step => {
  const { migrate = false, killedAt = null } = how;
  return { kind: 'price-list', product, percent, migrate, killedAt, restarted: 2 };
};
export const dropped = (times: number, type = '*'): Step => ({
  kind: 'webhook-fault',
  fault: { webhook: 'drop', type, times },
});
