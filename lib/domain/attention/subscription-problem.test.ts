import { expect, test } from 'vitest';
import { parseProblem } from './subscription-problem';

const at = new Date('2026-02-01T00:00:00Z');

test('a refund of a duplicate says how much', () => {
  const row = {
    problem: 'duplicate-refunded',
    problemAt: at,
    problemDetails: { refundedMinor: 1495, currency: 'usd' },
  };
  expect(parseProblem(row)).toEqual({
    kind: 'duplicate-refunded',
    at,
    refundedMinor: 1495,
    currency: 'usd',
  });
});

test.each([
  [{ problem: null, problemAt: null, problemDetails: null }],
  [{ problem: 'of a later version', problemAt: at, problemDetails: null }],
])('nothing known is no problem: %j', (row) => {
  expect(parseProblem(row)).toBeNull();
});

test('details that make no sense give nothing back', () => {
  const row = { problem: 'duplicate-refunded', problemAt: at, problemDetails: 'x' };
  expect(parseProblem(row)).toMatchObject({ refundedMinor: 0, currency: null });
});
