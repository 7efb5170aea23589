import { describe, expect, it } from 'vitest';
import { periodEnd } from './period';

const at = (iso: string) => Date.parse(iso) / 1000;
const ends = (anchor: string, recurrence: Parameters<typeof periodEnd>[2], count: number) => {
  const found: string[] = [];
  let start = at(anchor);
  for (let index = 0; index < count; index += 1) {
    start = periodEnd(at(anchor), start, recurrence);
    found.push(new Date(start * 1000).toISOString().slice(0, 16));
  }
  return found;
};

describe('periodEnd', () => {
  it('comes back to the anchor day after a shorter month', () => {
    expect(ends('2027-01-31T08:30:00Z', { interval: 'month', intervalCount: 1 }, 4)).toEqual([
      '2027-02-28T08:30',
      '2027-03-31T08:30',
      '2027-04-30T08:30',
      '2027-05-31T08:30',
    ]);
  });

  it('knows leap years, quarters, weeks and days', () => {
    expect(ends('2028-02-29T00:00:00Z', { interval: 'year', intervalCount: 1 }, 4)).toEqual([
      '2029-02-28T00:00',
      '2030-02-28T00:00',
      '2031-02-28T00:00',
      '2032-02-29T00:00',
    ]);
    expect(ends('2026-11-30T00:00:00Z', { interval: 'month', intervalCount: 3 }, 2)).toEqual([
      '2027-02-28T00:00',
      '2027-05-30T00:00',
    ]);
    expect(ends('2026-11-23T00:00:00Z', { interval: 'week', intervalCount: 2 }, 1)).toEqual([
      '2026-12-07T00:00',
    ]);
    expect(ends('2026-11-23T00:00:00Z', { interval: 'day', intervalCount: 10 }, 1)).toEqual([
      '2026-12-03T00:00',
    ]);
  });
});
