import { describe, expect, it } from 'vitest';
import { isSuspendedSince, isSuspendedThroughout } from './suspended-period';

const period = { start: new Date('2026-03-10T09:07:00Z'), end: new Date('2026-04-10T09:07:00Z') };
const at = (text: string) => new Date(`2026-${text}Z`);
const time = (start: string, end: string | null) => ({
  start: at(start),
  end: end === null ? null : at(end),
});

describe('a period that the keys never worked in', () => {
  it.each([
    [
      'one suspension from long before to after its end',
      [time('02-01T00:00', '04-11T00:00')],
      true,
    ],
    ['one that goes on', [time('02-01T00:00', null)], true],
    ['one that ended with it', [time('02-01T00:00', '04-10T09:07')], true],
    ['one that began in its first quarter of an hour', [time('03-10T09:05', null)], false],
    ['cut off in its middle', [time('03-20T00:00', null)], false],
    ['reopened a minute before its end', [time('02-01T00:00', '04-10T09:06')], false],
    ['opened for an hour', [time('02-01T00:00', '03-20T00:00'), time('03-20T01:00', null)], false],
    ['never suspended', [], false],
    ['suspended before it only', [time('02-01T00:00', '03-01T00:00')], false],
  ])('%s', (_words, suspensions, isOne) => {
    expect(isSuspendedThroughout(period, suspensions)).toBe(isOne);
  });

  it('is foreseen while it lasts', () => {
    expect(isSuspendedSince(period, [time('02-01T00:00', null)])).toBe(true);
    expect(isSuspendedSince(period, [time('02-01T00:00', '03-20T00:00')])).toBe(false);
    expect(isSuspendedSince(period, [time('03-20T00:00', null)])).toBe(false);
  });
});
