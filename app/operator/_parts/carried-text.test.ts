import { describe, expect, it } from 'vitest';
import { carriedText } from './carried-text';

describe('a balance, to the operator', () => {
  it('is carried to the next invoice when it was too small to charge', () => {
    expect(carriedText({ amountMinor: 15, currency: 'usd' })).toMatch(
      /^\$0\.15 is carried over to the customer’s next invoice/,
    );
  });

  it('is a credit below zero', () => {
    expect(carriedText({ amountMinor: -200, currency: 'usd' })).toBe(
      '$2.00 of credit is applied to the customer’s next invoice.',
    );
  });
});
