import { expect, test } from 'vitest';
import { apimLimits } from './limits';

const free = {
  id: 'free',
  pricingModelType: 'Free',
  recurring: { interval: 'month', intervalCount: 1 },
} as const;

test('a rate limit over more seconds than API Management counts is refused with its place and what to write', () => {
  const of = (renewalPeriodSeconds: number) =>
    apimLimits(
      { ...free, qualityOfService: { rateLimit: { calls: 1, renewalPeriodSeconds } } },
      '[1]',
    );
  expect(of(300)).toEqual([]);
  expect(of(301)).toEqual([
    {
      path: '[1].qualityOfService.rateLimit.renewalPeriodSeconds',
      value: 301,
      expected:
        'a whole number from 1 to 300, seconds: API Management counts a rate over no more; use "quota" for longer periods',
    },
  ]);
});

test('a name that is too long for its products is refused', () => {
  expect(apimLimits({ ...free, displayName: 'x'.repeat(300) }, '[0]')).toEqual([]);
  expect(apimLimits({ ...free, displayName: 'x'.repeat(301) }, '[0]')).toMatchObject([
    { path: '[0].displayName', expected: expect.stringContaining('at most 300 characters') },
  ]);
});
