import { expect, it } from 'vitest';
import { formatLimit } from './format-limit';

it.each([
  [{ calls: 1200, renewalPeriodSeconds: 60 }, '1,200 calls a minute'],
  [{ calls: 1, renewalPeriodSeconds: 1 }, '1 call a second'],
  [{ calls: 50_000, renewalPeriodSeconds: 2_592_000 }, '50,000 calls a month'],
  [{ calls: 50_000, renewalPeriodSeconds: 2_678_400 }, '50,000 calls a month'],
  [{ calls: 10, renewalPeriodSeconds: 300 }, '10 calls every 5 minutes'],
  [{ calls: 10, renewalPeriodSeconds: 90 }, '10 calls every 90 seconds'],
  [{ calls: 10, renewalPeriodSeconds: 172_800 }, '10 calls every 2 days'],
])('says the limit %o as "%s"', (limit, words) => {
  expect(formatLimit(limit)).toBe(words);
});
