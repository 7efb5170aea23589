import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Days, differingDays } from './differing-days';

const DAY_MS = 86_400_000;
const first = new Date('2026-10-20T00:00:00Z');
const dayAt = (index: number) => new Date(first.getTime() + index * DAY_MS);

/** A source with so many calls a day, compared with what was counted. */
function comparing(counted: readonly number[], reported: readonly number[]) {
  let asked = 0;
  const sum = (of: readonly number[], { from, to }: Days) =>
    of.reduce((all, n, at) => (dayAt(at) >= from && dayAt(at) < to ? all + n : all), 0);
  const find = () =>
    differingDays({ from: first, to: dayAt(counted.length) }, async (range) => {
      asked += 1;
      const [ours, theirs] = [sum(counted, range), sum(reported, range)];
      if (ours === theirs) return 'same';
      return theirs === 0 ? 'empty' : 'differs';
    });
  return { find, asked: () => asked };
}

test('one question when nothing differs, and few when one day does', async () => {
  const counted = Array.from({ length: 35 }, (_, at) => at + 1);
  const same = comparing(counted, counted);
  expect(await same.find()).toEqual({ changed: [], gone: [] });
  expect(same.asked()).toBe(1);
  const reported = counted.map((calls, at) => (at === 20 ? calls + 3 : calls));
  const one = comparing(counted, reported);
  expect(await one.find()).toEqual({ changed: [dayAt(20)], gone: [] });
  expect(one.asked()).toBeLessThanOrEqual(13);
});

test('days that the source has nothing of any more do not hide the others', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 2 })), {
        minLength: 1,
        maxLength: 36,
      }),
      async (days) => {
        const counted = days.map(([calls]) => calls);
        // 0: nothing any more; 1: as counted; 2: more than counted.
        const reported = days.map(([calls, kind]) => calls * kind);
        // What is missing in one day and too much in another can cancel out in a sum: one or the other.
        const isClear = days.every(([, kind]) => kind !== 2) || days.every(([, kind]) => kind > 0);
        fc.pre(isClear);
        const { changed, gone } = await comparing(counted, reported).find();
        const all = (kind: number) =>
          days.flatMap((day, at) => (day[1] === kind ? [dayAt(at)] : []));
        expect(gone).toEqual(all(0));
        expect(changed).toEqual(all(2));
      },
    ),
    { seed: 20_261_127, numRuns: 200 },
  ));
