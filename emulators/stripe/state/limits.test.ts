import { describe, expect, it } from 'vitest';
import { Limits } from './limits';

const METER = '/v1/billing/meter_events';

describe('how many calls are let in', () => {
  function counted(limits: 'off' | 'test' | 'live', path: string, asked: number): number {
    const gate = new Limits(() => 0);
    let taken = 0;
    for (let n = 0; n < asked; n += 1) {
      try {
        gate.enter(limits, path, '')();
        taken += 1;
      } catch {}
    }
    return taken;
  }

  it('is 25 a second with test keys, 100 live, 1,000 for meter events, 10,000 for their stream, and any when off', () => {
    expect(counted('test', '/v1/customers', 200)).toBe(25);
    expect(counted('live', '/v1/customers', 200)).toBe(100);
    expect(counted('live', METER, 2000)).toBe(1000);
    expect(counted('live', '/v2/billing/meter_event_stream', 12_000)).toBe(10_000);
    expect(counted('off', '/v1/customers', 200)).toBe(200);
  });

  it('is as many again a second later', () => {
    let nowMs = 0;
    const gate = new Limits(() => nowMs);
    for (let n = 0; n < 25; n += 1) gate.enter('test', '/v1/prices', '');
    nowMs = 999;
    expect(() => gate.enter('test', '/v1/prices', '')).toThrow('rate limit');
    nowMs = 1000;
    expect(() => gate.enter('test', '/v1/prices', '')).not.toThrow();
  });
});
