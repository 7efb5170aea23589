import { expect, test } from 'vitest';
import { costText, priceText } from './price-text';

const agreed = {
  kind: 'agreed',
  words: '$0.15 per 100 calls',
  isRetired: false,
  newCustomers: null,
} as const;

test.each([
  [agreed, {}, '$0.15 per 100 calls'],
  [
    { ...agreed, newCustomers: '$0.30 per 100 calls' },
    {},
    'Your price: $0.15 per 100 calls. New customers pay $0.30 per 100 calls.',
  ],
  [
    { ...agreed, isRetired: true },
    {},
    '$0.15 per 100 calls. No longer offered to new customers; yours continues.',
  ],
  [{ ...agreed, isRetired: true }, { isEnded: true }, '$0.15 per 100 calls'],
  [
    { kind: 'by-provider', words: 'a cent a call by volume' } as const,
    {},
    'a cent a call by volume. Stripe computes the cost.',
  ],
  [{ kind: 'unknown' } as const, {}, 'Price: being read from Stripe.'],
])('the price %j is said with what its owner should know', (price, state, text) => {
  expect(priceText(price, state)).toBe(text);
});

test('there are words instead of an amount that can’t be computed', () => {
  expect(costText(agreed)).toBeNull();
  expect(costText({ kind: 'by-provider', words: '' })).toMatch(/^Computed by Stripe/);
  expect(costText({ kind: 'unknown' })).toMatch(/^Shown once/);
});
