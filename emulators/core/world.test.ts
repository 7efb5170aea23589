import { describe, expect, it } from 'vitest';
import type { Part } from './part';
import { World } from './world';

class Alarm implements Part {
  readonly name: string;
  readonly rang: string[] = [];
  times: number[];
  readonly #world: World;
  constructor(name: string, world: World, times: number[]) {
    this.name = name;
    this.#world = world;
    this.times = times;
  }
  nextDue() {
    return this.times.length === 0 ? undefined : Math.min(...this.times);
  }
  async runDue(nowMs: number) {
    this.times = this.times.filter((time) => time > nowMs);
    this.rang.push(`${this.name} at ${this.#world.clock.nowMs()}`);
  }
  snapshot() {
    return this.times;
  }
  restore(data: unknown) {
    this.times = Array.isArray(data) ? data.map(Number) : [];
  }
}

const frozen = () => new World({ clockStartMs: 0, clockMode: 'frozen', quietMs: 1 });

describe('World', () => {
  it('goes through what is due in order of time, across parts, with the clock at each instant', async () => {
    const world = frozen();
    const rang: string[] = [];
    for (const [name, times] of [
      ['a', [30, 10]],
      ['b', [20, 99]],
    ] as const) {
      const alarm = new Alarm(name, world, [...times]);
      alarm.rang.push = (...items) => rang.push(...items);
      world.add(alarm);
    }
    await world.advanceTo(50);
    expect(rang).toEqual(['a at 10', 'b at 20', 'a at 30']);
    expect(world.clock.nowMs()).toBe(50);
  });

  it('does at its instant what only became due on the way', async () => {
    const world = frozen();
    const alarm = new Alarm('a', world, [10]);
    const first = alarm.runDue.bind(alarm);
    alarm.runDue = async (nowMs) => {
      await first(nowMs);
      if (nowMs === 10) alarm.times.push(15);
    };
    world.add(alarm);
    await world.advanceTo(50);
    expect(alarm.rang).toEqual(['a at 10', 'a at 15']);
  });

  it('waits at an instant until the application is quiet', async () => {
    const world = new World({ clockStartMs: 0, clockMode: 'frozen', quietMs: 20 });
    const alarm = new Alarm('a', world, [10]);
    const order: string[] = [];
    alarm.runDue = async () => {
      alarm.times = [];
      world.contacted();
      world.journal.begin();
      setTimeout(() => {
        order.push(`answered at ${world.clock.nowMs()}`);
        world.journal.end({
          at: '',
          listener: 'stripe',
          method: 'GET',
          path: '/',
          status: 200,
          durationMs: 0,
          requestId: null,
          note: null,
        });
      }, 30);
    };
    world.add(alarm);
    await world.advanceTo(50);
    expect(order).toEqual(['answered at 10']);
  });

  it('moves one after the other when two hands are on the clock', async () => {
    const world = frozen();
    await Promise.all([world.advanceTo(100), world.advanceTo(50)]);
    expect(world.clock.nowMs()).toBe(100);
  });

  it('goes back to its checkpoint as often as it is asked, at another time', async () => {
    const world = frozen();
    const alarm = new Alarm('a', world, [10, 30]);
    world.add(alarm);
    expect(await world.returnToCheckpoint(5)).toBe(false);
    await world.advanceTo(20);
    await world.checkpoint();
    for (const clockMs of [5, 25]) {
      await world.advanceTo(99);
      expect(await world.returnToCheckpoint(clockMs)).toBe(true);
      expect(world.clock.nowMs()).toBe(clockMs);
      expect(alarm.times).toEqual([30]);
    }
  });
});
