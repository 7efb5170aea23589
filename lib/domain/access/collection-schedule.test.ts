import { describe, expect, test } from 'vitest';
import { nextCollection } from './collection-schedule';

describe('collecting the last invoice of a subscription that has ended', () => {
  const since = new Date('2026-11-01T10:00:00Z');
  test.each([
    [0, '2026-11-02T10:00:00Z'],
    [1, '2026-11-04T10:00:00Z'],
    [2, '2026-11-08T10:00:00Z'],
    [3, '2026-11-15T10:00:00Z'],
  ])('after %i attempts the next is due %s', (attempts, at) => {
    expect(nextCollection(since, attempts)).toEqual(new Date(at));
  });

  test('after four it is over', () => {
    expect(nextCollection(since, 4)).toBeNull();
  });
});
