import { expect, test } from 'vitest';
import { createBatched } from './batched';

/** Work that waits until it is released, and remembers its input. */
function pausedWork() {
  const batches: (readonly number[])[] = [];
  const blocked: (() => void)[] = [];
  const work = async (items: readonly number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => blocked.push(resolve));
    return items.map((item) => item * 10);
  };
  const release = async () => {
    await expect.poll(() => blocked.length).toBeGreaterThan(0);
    blocked.shift()?.();
  };
  return { batches, work, release };
}

test('requests during the work are done together after it, and each caller gets its own outcome', async () => {
  const { batches, work, release } = pausedWork();
  const batched = createBatched(work, { most: 10 });
  const first = batched(1);
  await expect.poll(() => batches).toEqual([[1]]);
  const later = [batched(2), batched(3), batched(4)];
  await release();
  expect(await first).toBe(10);
  await release();
  expect(await Promise.all(later)).toEqual([20, 30, 40]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('no caller gets a success before the work is done', async () => {
  const { batches, work, release } = pausedWork();
  let heard = false;
  const asked = createBatched(work, { most: 10 })(1).then(() => {
    heard = true;
  });
  await expect.poll(() => batches).toHaveLength(1);
  expect(heard).toBe(false);
  await release();
  await asked;
  expect(heard).toBe(true);
});

test('no batch is larger than it may be', async () => {
  const { batches, work, release } = pausedWork();
  const batched = createBatched(work, { most: 2 });
  const asked = Promise.all([1, 2, 3, 4, 5].map(batched));
  for (let batch = 0; batch < 3; batch += 1) await release();
  await asked;
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
});

test('a failing item does not affect the other items of its batch', async () => {
  const batched = createBatched(
    async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('refused');
      return items;
    },
    { most: 10 },
  );
  const asked = ['a', 'bad', 'b'].map(batched);
  expect(await Promise.allSettled(asked)).toMatchObject([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: { message: 'refused' } },
    { status: 'fulfilled', value: 'b' },
  ]);
  expect(await batched('c')).toBe('c');
});

test('as many batches are processed at a time as there are lanes', async () => {
  const { batches, work, release } = pausedWork();
  const batched = createBatched(work, { most: 2, lanes: 2 });
  const asked = Promise.all([1, 2, 3, 4, 5].map(batched));
  await expect
    .poll(() => batches)
    .toEqual([
      [1, 2],
      [3, 4],
    ]);
  for (let batch = 0; batch < 3; batch += 1) await release();
  expect(await asked).toEqual([10, 20, 30, 40, 50]);
});
