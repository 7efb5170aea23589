import { describe, expect, it } from 'vitest';
import { Clock } from './clock';

describe('Clock', () => {
  it('goes on with real time from where it was set', () => {
    let real = 1000;
    const clock = new Clock({ startMs: 500_000, realNow: () => real });
    real = 1250;
    expect(clock.nowMs()).toBe(500_250);
  });

  it('does not advance when frozen, until it is moved', () => {
    let real = 1000;
    const clock = new Clock({ startMs: 500_000, mode: 'frozen', realNow: () => real });
    real = 9000;
    expect(clock.nowMs()).toBe(500_000);
    clock.pin(600_000);
    clock.release();
    expect(clock.nowMs()).toBe(600_000);
  });

  it('never shows an earlier time than it has shown', () => {
    let real = 1000;
    const clock = new Clock({ startMs: 500_000, realNow: () => real });
    clock.pin(700_000);
    clock.pin(600_000);
    expect(clock.nowMs()).toBe(700_000);
    clock.release();
    real = 2000;
    expect(clock.nowMs()).toBe(700_000);
  });

  it('goes on from the target after an advance', () => {
    let real = 1000;
    const clock = new Clock({ startMs: 500_000, realNow: () => real });
    clock.pin(700_000);
    real = 4000;
    clock.release(700_000);
    real = 4100;
    expect(clock.nowMs()).toBe(700_100);
  });

  it('is restored with the time that has really passed since', () => {
    let real = 1000;
    const clock = new Clock({ startMs: 500_000, realNow: () => real });
    const state = clock.state();
    real = 61_000;
    const later = new Clock({ realNow: () => real });
    later.restore(state);
    expect(later.shownMs()).toBe(500_000);
    expect(later.nowMs()).toBe(560_000);
  });
});
