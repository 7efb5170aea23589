import { expect, test } from 'vitest';
import { createGathered } from './batched';

/** Work that goes on until it is let go, and remembers what it was given. */
function heldWork() {
  const bunches: (readonly number[])[] = [];
  const held: (() => void)[] = [];
  const work = async (items: readonly number[]) => {
    bunches.push(items);
    await new Promise<void>((resolve) => held.push(resolve));
    return items.map((item) => item * 10);
  };
  const letGo = async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    held.shift()?.();
  };
  return { bunches, work, letGo };
}

test('what is asked for during the work is done together after it, and everyone gets their own outcome', async () => {
  const { bunches, work, letGo } = heldWork();
  const gathered = createGathered(work, { most: 10 });
  const first = gathered(1);
  await expect.poll(() => bunches).toEqual([[1]]);
  const later = [gathered(2), gathered(3), gathered(4)];
  await letGo();
  expect(await first).toBe(10);
  await letGo();
  expect(await Promise.all(later)).toEqual([20, 30, 40]);
  expect(bunches).toEqual([[1], [2, 3, 4]]);
});

test('nobody hears of success before the work is done', async () => {
  const { bunches, work, letGo } = heldWork();
  let heard = false;
  const asked = createGathered(work, { most: 10 })(1).then(() => {
    heard = true;
  });
  await expect.poll(() => bunches).toHaveLength(1);
  expect(heard).toBe(false);
  await letGo();
  await asked;
  expect(heard).toBe(true);
});

test('no bunch is larger than it may be', async () => {
  const { bunches, work, letGo } = heldWork();
  const gathered = createGathered(work, { most: 2 });
  const asked = Promise.all([1, 2, 3, 4, 5].map(gathered));
  for (let bunch = 0; bunch < 3; bunch += 1) await letGo();
  await asked;
  expect(bunches).toEqual([[1, 2], [3, 4], [5]]);
});

test('one item that fails harms none that was asked for beside it', async () => {
  const gathered = createGathered(
    async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('refused');
      return items;
    },
    { most: 10 },
  );
  const asked = ['a', 'bad', 'b'].map(gathered);
  expect(await Promise.allSettled(asked)).toMatchObject([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: { message: 'refused' } },
    { status: 'fulfilled', value: 'b' },
  ]);
  expect(await gathered('c')).toBe('c');
});

test('as many bunches are worked on at a time as there are lanes', async () => {
  const { bunches, work, letGo } = heldWork();
  const gathered = createGathered(work, { most: 2, lanes: 2 });
  const asked = Promise.all([1, 2, 3, 4, 5].map(gathered));
  await expect
    .poll(() => bunches)
    .toEqual([
      [1, 2],
      [3, 4],
    ]);
  for (let bunch = 0; bunch < 3; bunch += 1) await letGo();
  expect(await asked).toEqual([10, 20, 30, 40, 50]);
});
