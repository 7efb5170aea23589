import { expect, test } from 'vitest';
import { priceChangesIn } from './price-changes';

const line = (isPriceChange: boolean, details: string) =>
  JSON.stringify({
    plan: 'p',
    changes: [{ system: 'Stripe', subject: 'price of standard', details, isPriceChange }],
  });

test('a start says which prices it changed, and nothing of an earlier start', () => {
  const log = `words\n${line(true, '$79.95 -> $84.95')}\nwords\n${line(true, '$84.95 -> $89.95')}\n`;
  expect(priceChangesIn(log)).toEqual(['price of standard: $84.95 -> $89.95']);
  expect(priceChangesIn(line(false, 'name'))).toEqual([]);
  expect(priceChangesIn('')).toEqual([]);
});
