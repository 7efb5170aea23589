import { describe, expect, it } from 'vitest';
import { suspendedPeriodText } from './suspended-period-text';

const of = { feeMinor: 8_995, currency: 'usd', end: new Date('2027-01-06T10:00:00Z') };

describe('what a suspended period costs', () => {
  it.each([
    ['still-working', 'A period in which it never works costs nothing.'],
    ['due', 'ends on 6 Jan 2027, so the full price of $89.95 is due.'],
    ['not-due-unless-reopened', 'If it doesn’t work again before then, the period costs nothing'],
  ] as const)('is said of one that is %s', (kind, words) => {
    const said = suspendedPeriodText({ kind, ...of });
    expect(said).toContain(words);
    expect(said).toContain('$89.95');
  });
});
