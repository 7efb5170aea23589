import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { planOfItems, readTerms, storeTerms, termsText } from './plan-terms';
import type { PaidPlan } from './price-plan';

const MONTHLY = { interval: 'month', intervalCount: 1 } as const;
const FIXED: PaidPlan = {
  kind: 'licensed',
  currency: 'usd',
  recurring: MONTHLY,
  amountMinor: 1495,
};
const TIERED: PaidPlan = {
  kind: 'metered',
  currency: 'usd',
  recurring: MONTHLY,
  scheme: {
    kind: 'graduated',
    tiers: [
      { upTo: 100_000, flatAmountMinor: 8995, unitAmountMinor: '0' },
      { upTo: null, flatAmountMinor: 0, unitAmountMinor: '0.1' },
    ],
  },
};

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

test('terms read back as they were stored', () => {
  for (const plan of [FIXED, TIERED]) {
    expect(readTerms(JSON.parse(JSON.stringify(storeTerms(plan))))).toEqual(plan);
  }
  expect(readTerms(null)).toBeNull();
  expect(() => readTerms({ format: 2, plan: FIXED })).toThrow('format 2');
});

test('the hash of terms that exist never changes', () => {
  expect(hash(termsText(FIXED))).toMatchInlineSnapshot(`"6eef3e6fbb91"`);
  expect(hash(termsText(TIERED))).toMatchInlineSnapshot(`"92303de0196a"`);
  expect(hash(termsText({ kind: 'free', recurring: MONTHLY }))).toMatchInlineSnapshot(
    `"95c788fcb6d5"`,
  );
});

test('another amount, currency, interval or tier is another text', () => {
  const texts = [
    FIXED,
    { ...FIXED, amountMinor: 1496 },
    { ...FIXED, currency: 'eur' },
    { ...FIXED, recurring: { interval: 'month', intervalCount: 3 } as const },
    TIERED,
  ].map(termsText);
  expect(new Set(texts).size).toBe(texts.length);
});

test('two of a fixed price cost twice as much; usage is counted once', () => {
  expect(planOfItems([{ plan: FIXED, quantity: 2 }])).toMatchObject({ amountMinor: 2990 });
  expect(planOfItems([{ plan: TIERED, quantity: 2 }])).toBeNull();
  expect(planOfItems([{ plan: FIXED, quantity: 0 }])).toBeNull();
  expect(planOfItems([{ plan: null, quantity: 1 }])).toBeNull();
  expect(planOfItems([])).toBeNull();
});
