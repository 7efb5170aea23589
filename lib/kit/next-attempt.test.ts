import { expect, test } from 'vitest';
import { nextAttempt } from './next-attempt';

const receivedAt = new Date('2026-11-20T00:00:00Z');
/** How long a failing event is retried from `from` on, at the times that are returned. */
function triesFrom(from: Date): { attempts: number; gapsSeconds: number[]; until: Date } {
  const gapsSeconds: number[] = [];
  let at = from;
  for (let attempts = 1; ; attempts += 1) {
    const next = nextAttempt({ receivedAt, attempts }, at);
    if (!next) return { attempts, gapsSeconds, until: at };
    gapsSeconds.push((next.getTime() - at.getTime()) / 1000);
    at = next;
  }
}

test('waits twice as long each time, up to six hours, for three days', () => {
  const { gapsSeconds, until } = triesFrom(receivedAt);
  expect(gapsSeconds.slice(0, 4)).toEqual([10, 20, 40, 80]);
  expect(Math.max(...gapsSeconds)).toBe(21_600);
  expect(until > new Date('2026-11-23T00:00:00Z')).toBe(true);
  expect(until < new Date('2026-11-23T06:00:01Z')).toBe(true);
});

test('what is taken up for the first time after a long outage is not given up at its first failure', () => {
  const { attempts, until } = triesFrom(new Date('2026-11-25T00:00:00Z'));
  expect(attempts).toBe(10);
  expect(until > new Date('2026-11-25T01:00:00Z')).toBe(true);
});
