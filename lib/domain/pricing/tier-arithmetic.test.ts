import { describe, expect, test } from 'vitest';
import { formatCount } from '../usage/call-count';
import { formatExact, parseExact, roundToMinor } from './money';
import published from './pricing-vectors.json';
import { graduatedLines, packageLine, packagesStarted, perCallLine } from './tier-arithmetic';

interface Vector {
  id: string;
  model: string;
  amount_scale: string;
  quantity: string;
  expected: string;
  source: string;
  tiers?: { up_to: string; unit_amount: string; flat_amount: string }[];
  package?: { size: string; amount: string };
  unit_amount?: string;
}

const vectors: Vector[] = published.vectors;

describe('numbers that other systems publish', () => {
  test.each(vectors)('$id ($source)', (vector) => {
    expect(chargeOf(vector)).toBe(roundToMinor(minor(vector, vector.expected)));
  });

  test('none is left out', () => {
    expect(vectors).toHaveLength(41);
  });
});

test('bounds are inclusive, and only tiers that are reached make a line', () => {
  const tiers = [
    { upTo: 10, flatAmountMinor: 5, unitAmountMinor: '1' },
    { upTo: 20, flatAmountMinor: 7, unitAmountMinor: '2' },
    { upTo: null, flatAmountMinor: 0, unitAmountMinor: '3' },
  ];
  const amounts = (calls: number) => graduatedLines(tiers, calls).map((line) => line.amountMinor);
  expect(amounts(0)).toEqual([5]);
  expect(amounts(10)).toEqual([15]);
  expect(amounts(11)).toEqual([15, 9]);
  expect(amounts(20)).toEqual([15, 27]);
  expect(amounts(21)).toEqual([15, 27, 3]);
});

test('a line is rounded once, its parts are not', () => {
  const [line] = graduatedLines([{ upTo: null, flatAmountMinor: 1, unitAmountMinor: '0.5' }], 1);
  expect(line?.amountMinor).toBe(2);
  expect(perCallLine('0.15', 3).amountMinor).toBe(0);
  expect(perCallLine('0.15', 4).amountMinor).toBe(1);
});

test('counting packages is exact where a quotient of doubles is not', () => {
  expect(packagesStarted(1, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  expect(packagesStarted(3, Number.MAX_SAFE_INTEGER)).toBe(3_002_399_751_580_331);
  expect(packagesStarted(10, 9_007_199_254_740_981)).toBe(900_719_925_474_099);
});

test('counts are grouped by thousands', () => {
  expect(formatCount(1_500_000)).toBe('1,500,000');
});

function chargeOf(vector: Vector): number {
  const calls = Number(vector.quantity);
  const amount = (text: string) => minor(vector, text);
  if (vector.tiers) {
    const tiers = vector.tiers.map((tier) => ({
      upTo: tier.up_to === 'inf' ? null : Number(tier.up_to),
      flatAmountMinor: roundToMinor(amount(tier.flat_amount)),
      unitAmountMinor: formatExact(amount(tier.unit_amount)),
    }));
    return graduatedLines(tiers, calls).reduce((sum, line) => sum + line.amountMinor, 0);
  }
  if (vector.package) {
    const amountMinor = roundToMinor(amount(vector.package.amount));
    return packageLine({ size: Number(vector.package.size), amountMinor }, calls).amountMinor;
  }
  if (vector.unit_amount === undefined) throw new Error(`no price in ${vector.id}`);
  return perCallLine(formatExact(amount(vector.unit_amount)), calls).amountMinor;
}

function minor(vector: Vector, text: string): bigint {
  return parseExact(text) * (vector.amount_scale === 'major' ? 100n : 1n);
}
