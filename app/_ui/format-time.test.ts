import { expect, test } from 'vitest';
import { formatRange } from './format-time';

test('a range over New Year names both years', () => {
  const to = new Date('2027-01-30T00:00:00Z');
  expect(formatRange(new Date('2026-12-30T00:00:00Z'), to)).toBe('30 Dec 2026 – 30 Jan 2027');
  expect(formatRange(new Date('2027-01-01T00:00:00Z'), to)).toBe('1 Jan – 30 Jan 2027');
});
