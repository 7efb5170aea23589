import { expect, test } from 'vitest';
import { problemText } from './problem-text';

const at = new Date('2026-01-10T12:00:00Z');

test('a refund is named in money', () => {
  const words = problemText({
    kind: 'duplicate-refunded',
    at,
    refundedMinor: 1495,
    currency: 'usd',
  });
  expect(words.help).toContain('$14.95');
});

test('every problem says what to do, or that there is nothing to do', () => {
  const kinds = [
    'provider-missing',
    'foreign',
    'unknown-status',
    'plan-change-failed',
    'gateway-out-of-step',
  ] as const;
  expect(
    problemText({ kind: 'customer-deleted', at, openMinor: 0, currency: null }).help,
  ).toContain('Subscribe again');
  for (const kind of kinds) {
    expect(problemText({ kind, at }).help).toMatch(/nothing to do|change the plan again/);
  }
});
