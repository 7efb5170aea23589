import { expect, test } from 'vitest';
import { completeThrough } from './complete-through';

test('a count is complete up to as long before it was read as reports are late', () => {
  const readAt = new Date('2027-01-06T14:49:00Z');
  expect(completeThrough(readAt, 30)).toEqual(new Date('2027-01-06T14:19:00Z'));
  expect(completeThrough(readAt, 0)).toEqual(readAt);
});
