import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../catalog/product';
import { planCredit } from './plan-credit';

const PRICE = 1_495;
const QUOTA = 50_000;
const BASIC: Product = {
  id: 'basic',
  displayName: 'Basic',
  description: '',
  pricingModelType: 'Tier',
  currency: 'usd',
  recurring: { interval: 'month', intervalCount: 1 },
  prices: { unit: { currency: 'usd', unitAmount: PRICE, quota: 500 } },
  qualityOfService: { quota: { calls: QUOTA, renewalPeriodSeconds: 2_592_000 } },
} as Product;
const START = Date.UTC(2027, 2, 1);
const MONTH_MS = 31 * 86_400_000;
const period = { start: new Date(START), end: new Date(START + MONTH_MS) };

/** Bought whole, called so often, and left after a share of its month; or kept. */
const stay = fc.record({
  calls: fc.integer({ min: 0, max: QUOTA }),
  leftAfterMs: fc.option(fc.integer({ min: 0, max: MONTH_MS }), { nil: null }),
});

describe('the books of a quota that is paid in advance', () => {
  it('are never below the calls that were used and the time that was had, however often it is bought and left', () => {
    fc.assert(
      fc.property(fc.array(stay, { minLength: 1, maxLength: 12 }), (stays) => {
        let paid = 0;
        let owed = 0n;
        for (const { calls, leftAfterMs } of stays) {
          paid += PRICE;
          if (leftAfterMs === null) {
            owed += BigInt(PRICE);
            continue;
          }
          const at = new Date(START + leftAfterMs);
          const credit = planCredit({ product: BASIC, period, at, callsUsed: calls });
          paid -= credit?.amountMinor ?? 0;
          // Time and calls, each by its share; no more than the price. Rounded up: what is given back is rounded down.
          const shares = BigInt(leftAfterMs) * BigInt(QUOTA) + BigInt(calls) * BigInt(MONTH_MS);
          const whole = BigInt(MONTH_MS) * BigInt(QUOTA);
          const costs = (BigInt(PRICE) * shares + whole - 1n) / whole;
          owed += costs < BigInt(PRICE) ? costs : BigInt(PRICE);
        }
        expect(BigInt(paid)).toBe(owed);
      }),
    );
  });
});
