import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from './schedule';

describe('Schedule', () => {
  it('gives tasks out in order of time, those of one instant in order of entry', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const schedule = new Schedule();
        times.forEach((atMs, index) => {
          schedule.add({ atMs, kind: 'k', id: `${index}` });
        });
        const taken: { atMs: number; id: number }[] = [];
        for (let task = schedule.take(100); task; task = schedule.take(100)) {
          taken.push({ atMs: task.atMs, id: Number(task.id) });
        }
        const wanted = times
          .map((atMs, id) => ({ atMs, id }))
          .sort((a, b) => a.atMs - b.atMs || a.id - b.id);
        expect(taken).toEqual(wanted);
      }),
      { seed: 42 },
    );
  });

  it('keeps what is not due', () => {
    const schedule = new Schedule();
    schedule.add({ atMs: 10, kind: 'k', id: 'a' });
    expect(schedule.take(9)).toBeUndefined();
    expect(schedule.nextDue()).toBe(10);
  });
});
