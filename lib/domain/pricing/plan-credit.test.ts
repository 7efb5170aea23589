import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { findProduct } from '../catalog/catalog';
import { planCredit } from './plan-credit';

const period = {
  start: new Date('2026-04-01T00:00:00Z'),
  end: new Date('2026-05-01T00:00:00Z'),
};
const after = (days: number) => new Date(period.start.getTime() + days * 86_400_000);
const catalog = loadCatalog();
function product(id: string) {
  const found = findProduct(catalog, id);
  if (!found) throw new Error(id);
  return found;
}
const credit = (days: number, callsUsed: number) =>
  planCredit({ product: product('basic'), period, at: after(days), callsUsed })?.amountMinor;

describe('the credit for a quota that was paid in advance', () => {
  test.each([
    [0, 0, 1_495],
    [15, 0, 747],
    [30, 0, 0],
    [0, 25_000, 747],
    [15, 12_500, 373],
    [15, 25_000, 0],
    [1, 50_000, 0],
    [1, 60_000, 0],
  ])('after %i of 30 days and %i of 50,000 calls is %i cents', (days, calls, cents) => {
    expect(credit(days, calls)).toBe(cents);
  });

  test('is never more than the unused time, and falls with every call', () => {
    const day = fc.integer({ min: 0, max: 30 });
    const calls = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(day, calls, fc.integer({ min: 0, max: 5_000 }), (days, used, more) => {
        const before = credit(days, used) ?? -1;
        const time = Math.floor((1_495 * (30 - days)) / 30);
        return before >= 0 && before <= time && (credit(days, used + more) ?? -1) <= before;
      }),
    );
  });

  test('is no rule for what is billed after its period', () => {
    for (const id of ['payg', 'developer', 'standard', 'enterprise', 'free'])
      expect(planCredit({ product: product(id), period, at: after(3), callsUsed: 5 })).toBeNull();
  });
});
