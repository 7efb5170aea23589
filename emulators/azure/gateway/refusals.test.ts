import { describe, expect, it } from 'vitest';
import { limitReached, timeSpan } from './refusals';

describe('the time that a quota waits', () => {
  it.each([
    [11_657, '03:14:17'],
    [1_235_636, '14.07:13:56'],
    [86_399, '23:59:59'],
    [86_400, '1.00:00:00'],
  ])('of %i seconds reads %s', (seconds, text) => {
    expect(timeSpan(seconds)).toBe(text);
  });

  it('is rounded up, so that whoever waits as long is let in', () => {
    const refusal = { kind: 'quota', of: 'bandwidth', untilMs: 10_001 } as const;
    expect(limitReached(refusal, 5000)).toMatchObject({
      headers: { 'Retry-After': '6' },
      body: '{ "statusCode": 403, "message": "Out of bandwidth quota. Quota will be replenished in 00:00:06." }',
    });
  });
});
