import { expect, test } from 'vitest';
import { inParallel } from './in-parallel';

test('never has more under way than the limit, and starts the next as soon as there is room', async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (ticks) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let i = 0; i < ticks; i += 1) await Promise.resolve();
    underWay -= 1;
    return ticks * 10;
  });
  expect(most).toBe(2);
  expect(results.map((result) => result.status === 'fulfilled' && result.value)).toEqual([
    50, 10, 40, 20, 30,
  ]);
});

test('one that fails stops none of the others', async () => {
  const results = await inParallel([1, 2, 3], 1, async (item) => {
    if (item === 2) throw new Error('no');
    return item;
  });
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('nothing to do is done', async () => {
  expect(await inParallel([], 8, async () => 1)).toEqual([]);
});
