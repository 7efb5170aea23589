import { describe, expect, it } from 'vitest';
import { laterBy } from './duration';

const at = (iso: string) => Date.parse(iso);

describe('laterBy', () => {
  it.each([
    ['2026-01-31T10:00:00Z', 'P1M', '2026-02-28T10:00:00Z'],
    ['2026-11-23T00:00:00Z', 'P1Y2M', '2028-01-23T00:00:00Z'],
    ['2026-11-23T00:00:00Z', 'P1DT12H', '2026-11-24T12:00:00Z'],
    ['2026-11-23T00:00:00Z', 'P1W', '2026-11-30T00:00:00Z'],
    ['2026-11-23T00:00:00Z', 'PT90S', '2026-11-23T00:01:30Z'],
    ['2026-11-23T00:00:00Z', 'PT5M', '2026-11-23T00:05:00Z'],
  ])('%s and %s is %s', (from, duration, to) => {
    expect(laterBy(at(from), duration)).toBe(at(to));
  });

  it('takes seconds, also as text', () => {
    expect(laterBy(0, 90)).toBe(90_000);
    expect(laterBy(0, '90')).toBe(90_000);
  });

  it.each(['', 'P', 'PT', 'month', '-5', '1M'])('refuses %j', (duration) => {
    expect(laterBy(0, duration)).toBeUndefined();
  });
});
