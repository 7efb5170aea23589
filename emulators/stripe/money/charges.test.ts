import { describe, expect, it } from 'vitest';
import type { PriceRow, TierRow } from '../state/price-rows';
import { chargesFor } from './charges';

const BASE: PriceRow = {
  id: 'price_1',
  created: 0,
  active: true,
  currency: 'usd',
  product: 'prod_1',
  nickname: null,
  lookupKey: null,
  metadata: {},
  taxBehavior: 'unspecified',
  unitAmount: null,
  tiersMode: null,
  tiers: [],
  transform: null,
  recurring: { interval: 'month', intervalCount: 1, usageType: 'metered', meter: 'mtr_1' },
};
const tier = (
  upTo: number | null,
  unitAmount: string | null,
  flatAmount: string | null = null,
): TierRow => ({ upTo, unitAmount, flatAmount });
const amounts = (price: Partial<PriceRow>, quantity: string | number) =>
  chargesFor({ ...BASE, ...price }, `${quantity}`, 'Plan').map((charge) => charge.amount);

describe('chargesFor', () => {
  it.each([
    [0, [8995]],
    [100_000, [8995]],
    [100_001, [8995, 0]],
    [100_005, [8995, 1]],
    [120_000, [8995, 2000]],
  ])('charges %i calls of a graduated price in lines of %j', (calls, wanted) => {
    const tiers = [tier(100_000, null, '8995'), tier(null, '0.1')];
    expect(amounts({ tiersMode: 'graduated', tiers }, calls)).toEqual(wanted);
  });

  it('adds the flat amount of each tier that is reached', () => {
    const tiers = [tier(10, '1', '100'), tier(20, '2', '200'), tier(null, '3', '300')];
    expect(amounts({ tiersMode: 'graduated', tiers }, 25)).toEqual([110, 220, 315]);
    expect(amounts({ tiersMode: 'graduated', tiers }, 10)).toEqual([110]);
  });

  it('prices all units by the one tier that volume falls into', () => {
    const tiers = [tier(10, '10'), tier(null, '5', '7')];
    expect(amounts({ tiersMode: 'volume', tiers }, 10)).toEqual([100]);
    expect(amounts({ tiersMode: 'volume', tiers }, 11)).toEqual([62]);
    expect(amounts({ tiersMode: 'volume', tiers }, 0)).toEqual([0]);
  });

  it('rounds a line once, half up', () => {
    expect(amounts({ unitAmount: '0.15' }, 1234)).toEqual([185]);
    expect(amounts({ unitAmount: '0.15' }, 10)).toEqual([2]);
    expect(amounts({ unitAmount: '0.15' }, 3)).toEqual([0]);
    expect(amounts({ unitAmount: '0.000000000001' }, '500000000000')).toEqual([1]);
  });

  it('counts packages up or down', () => {
    const up = { unitAmount: '74995', transform: { divideBy: 1_500_000, round: 'up' as const } };
    expect(amounts(up, 0)).toEqual([0]);
    expect(amounts(up, 1)).toEqual([74_995]);
    expect(amounts(up, 1_600_000)).toEqual([149_990]);
    const down = { unitAmount: '15', transform: { divideBy: 100, round: 'down' as const } };
    expect(amounts(down, 199)).toEqual([15]);
  });

  it('bills nothing for a meter that was corrected below zero', () => {
    expect(amounts({ unitAmount: '10' }, -5)).toEqual([0]);
  });
});
