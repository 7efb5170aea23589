import { expect, test } from 'vitest';
import { takeToken } from './token-bucket';

const rule = { perSecond: 10, capacity: 2 };

test('a burst of the capacity goes at once, and then one each tenth of a second', () => {
  let bucket = { tokens: 2, atMs: 0 };
  const waits = [0, 1, 2, 3, 4].map(() => {
    const taken = takeToken(bucket, { ...rule, nowMs: 0 });
    bucket = taken.bucket;
    return taken.waitMs;
  });
  expect(waits).toEqual([0, 0, 100, 200, 300]);
});

test('a long rest saves up no more than the capacity', () => {
  let bucket = { tokens: 0, atMs: 0 };
  const waits = [0, 1, 2].map(() => {
    const taken = takeToken(bucket, { ...rule, nowMs: 3_600_000 });
    bucket = taken.bucket;
    return taken.waitMs;
  });
  expect(waits).toEqual([0, 0, 100]);
});

test('a clock that goes back takes nothing away', () => {
  expect(takeToken({ tokens: 1, atMs: 5_000 }, { ...rule, nowMs: 4_000 }).waitMs).toBe(0);
});
