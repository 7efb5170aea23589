import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Product } from '../catalog/product';
import { parseExact, roundToMinor } from './money';
import { coveredCalls, includedCalls, nextCallMinor, quote } from './pricing';

const seeded = { seed: 20_261_124, numRuns: 400 };

const amount = fc.integer({ min: 1, max: 99_999_999 });
const units = fc.integer({ min: 1, max: 100_000 });
const calls = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 100_000_000 }));
const base = {
  id: 'any',
  displayName: null,
  description: null,
  recurring: { interval: 'month', intervalCount: 1 } as const,
  qualityOfService: { rateLimit: null, quota: null },
  currency: 'usd',
};

const product: fc.Arbitrary<Product> = fc
  .record({
    flat: amount,
    perUnit: amount,
    quota: units,
    maxUnits: fc.integer({ min: 1, max: 50 }),
  })
  .chain(({ flat, perUnit, quota, maxUnits }) => {
    const block = { currency: 'usd', unitAmount: flat, quota };
    const metered = { currency: 'usd', unitAmount: perUnit };
    return fc.constantFrom<Product>(
      { ...base, pricingModelType: 'Metered', prices: { metered } },
      {
        ...base,
        pricingModelType: 'Freemium',
        prices: { unit: { ...block, unitAmount: 0 }, metered },
      },
      { ...base, pricingModelType: 'TierWithOverage', prices: { unit: block, metered } },
      { ...base, pricingModelType: 'Tier', prices: { unit: block } },
      { ...base, pricingModelType: 'Unit', prices: { unit: { ...block, maxUnits } } },
      { ...base, pricingModelType: 'MeteredUnit', prices: { unit: block } },
    );
  });

/** The price of a call past what is covered, whatever the model. */
function pricePast(each: Product, count: number): number {
  const next = nextCallMinor(each, count);
  if (next.kind === 'perCall') return Number(parseExact(next.amountMinor));
  return next.kind === 'block' ? next.amountMinor : 0;
}

describe('for any product and any count', () => {
  test('the cost never falls as calls grow', () => {
    fc.assert(
      fc.property(product, calls, calls, (each, one, other) => {
        const [fewer, more] = one <= other ? [one, other] : [other, one];
        return quote(each, fewer).totalMinor <= quote(each, more).totalMinor;
      }),
      seeded,
    );
  });

  test('nothing past what is covered is free', () => {
    const metered = product.filter((each) => each.pricingModelType !== 'Tier');
    fc.assert(
      fc.property(metered, calls, (each, count) => {
        const covered = coveredCalls(each, count) ?? 0;
        const past = Math.max(count, covered);
        expect(pricePast(each, past)).toBeGreaterThan(0);
        // One call may be less than half a cent; enough of them are always charged.
        expect(quote(each, past + 10_000_000).totalMinor).toBeGreaterThan(
          quote(each, past).totalMinor,
        );
      }),
      seeded,
    );
  });

  test('what is covered costs nothing more', () => {
    fc.assert(
      fc.property(product, calls, (each, count) => {
        const covered = coveredCalls(each, count);
        fc.pre(covered !== null && covered > count);
        expect(quote(each, covered).totalMinor).toBe(quote(each, Math.max(1, count)).totalMinor);
        if (count > 0) expect(nextCallMinor(each, count)).toEqual({ kind: 'free' });
      }),
      seeded,
    );
  });

  test('the total is the sum of its lines, and the lines add up to the calls', () => {
    fc.assert(
      fc.property(product, calls, (each, count) => {
        const { lines, totalMinor } = quote(each, count);
        expect(totalMinor).toBe(lines.reduce((sum, line) => sum + line.amountMinor, 0));
        if (each.pricingModelType === 'Tier' || each.pricingModelType === 'MeteredUnit') return;
        expect(lines.reduce((sum, line) => sum + line.quantity, 0)).toBe(count);
      }),
      seeded,
    );
  });

  test('every line is its flat amount and its calls, rounded half up once', () => {
    fc.assert(
      fc.property(product, calls, (each, count) => {
        for (const line of quote(each, count).lines) {
          const exact =
            BigInt(line.flatAmountMinor) * 10n ** 12n +
            parseExact(line.unitAmountMinor ?? '0') * BigInt(line.quantity);
          expect(line.amountMinor).toBe(roundToMinor(exact));
        }
      }),
      seeded,
    );
  });

  test('the included calls are what the first tier or the quota covers', () => {
    fc.assert(
      fc.property(product, (each) => {
        const included = includedCalls(each);
        if (included === null) return;
        expect(quote(each, included).totalMinor).toBe(quote(each, 0).totalMinor);
      }),
      seeded,
    );
  });
});

test('no fraction drifts at counts that a double of cents could not hold', () => {
  const perCall: Product = {
    ...base,
    pricingModelType: 'Metered',
    prices: { metered: { currency: 'usd', unitAmount: 15 } },
  };
  // In doubles, 0.15 times the first of these is a cent short.
  expect(quote(perCall, 9_007_199_254_740_991).totalMinor).toBe(1_351_079_888_211_149);
  expect(quote(perCall, 9_007_199_254_740_990).totalMinor).toBe(1_351_079_888_211_149);
  expect(quote(perCall, 1_000_000_000_000_010).totalMinor).toBe(150_000_000_000_002);
  expect(quote(perCall, 1_000_000_000_000_003).totalMinor).toBe(150_000_000_000_000);
});

test('an amount that can’t be represented exactly is rejected', () => {
  const dear: Product = {
    ...base,
    pricingModelType: 'MeteredUnit',
    prices: { unit: { currency: 'usd', unitAmount: 99_999_999, quota: 1 } },
  };
  expect(() => quote(dear, Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
});
