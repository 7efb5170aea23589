import { describe, expect, test } from 'vitest';
import { quotaUse } from './quota-use';

const DAY = 86_400;
const startedAt = new Date('2027-01-01T09:07:00Z');
const quota = { calls: 100, renewalPeriodSeconds: 30 * DAY };
const on = (iso: string, calls: number) => ({ start: new Date(iso), calls });

describe('a quota', () => {
  test('is used up at its last call, and says when it renews', () => {
    const windows = [on('2027-01-01T00:00:00Z', 60), on('2027-01-02T00:00:00Z', 40)];
    const now = new Date('2027-01-02T12:00:00Z');
    expect(quotaUse({ quota, startedAt, now, windows })).toEqual({
      calls: 100,
      isUsedUp: true,
      renewsAt: new Date('2027-01-31T09:07:00Z'),
    });
    const oneLess = [on('2027-01-01T09:07:00Z', 99)];
    expect(quotaUse({ quota, startedAt, now, windows: oneLess }).isUsedUp).toBe(false);
  });

  test('restarts with its own window, whatever the billing period is', () => {
    const windows = [on('2027-01-20T00:00:00Z', 100), on('2027-02-02T00:00:00Z', 7)];
    const now = new Date('2027-02-02T12:00:00Z');
    expect(quotaUse({ quota, startedAt, now, windows })).toEqual({
      calls: 7,
      isUsedUp: false,
      renewsAt: new Date('2027-03-02T09:07:00Z'),
    });
  });

  test('of a day is not called used up for what was called yesterday', () => {
    const daily = { calls: 10, renewalPeriodSeconds: DAY };
    const windows = [on('2027-01-02T00:00:00Z', 50)];
    const now = new Date('2027-01-03T10:00:00Z');
    expect(quotaUse({ quota: daily, startedAt, now, windows }).isUsedUp).toBe(false);
  });
});
