import { expect, it } from 'vitest';
import { parseCalls } from './calls-entry';

it.each([
  ['120000', 120_000],
  ['120,000', 120_000],
  ['120 000', 120_000],
  [' 0 ', 0],
  ['1,000,000,000', 1_000_000_000],
])('reads "%s" as %i calls', (text, calls) => {
  expect(parseCalls(text)).toBe(calls);
});

it.each(['', 'abc', '-1', '1.5', '1e9', '1000000001', '99999999999', '０', '12x'])(
  'does not take "%s" for a number of calls',
  (text) => {
    expect(parseCalls(text)).toBeNull();
  },
);
