import { expect, test } from 'vitest';
import { createPace } from './pace';

/** A clock that advances only when the test moves it, and the waits that were requested. */
function handTime() {
  const slept: number[] = [];
  const time = {
    atMs: 0,
    nowMs: () => time.atMs,
    sleep: async (ms: number) => {
      slept.push(ms);
    },
  };
  return { slept, time };
}

test('those who ask at once leave one by one, after a first burst', async () => {
  const { slept, time } = handTime();
  const pace = createPace({ perSecond: 10, capacity: 2 }, time);
  await Promise.all([pace(), pace(), pace(), pace()]);
  expect(slept).toEqual([100, 200]);
});

test('who asks more slowly than the pace waits for nothing', async () => {
  const { slept, time } = handTime();
  const pace = createPace({ perSecond: 10, capacity: 1 }, time);
  for (let asked = 0; asked < 5; asked += 1) {
    await pace();
    time.atMs += 100;
  }
  expect(slept).toEqual([]);
});
