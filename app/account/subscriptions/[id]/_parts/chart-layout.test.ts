import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChartDay, layOutChart, tickText, tickValues } from './chart-layout';

describe('ticks', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [4, [0, 1, 2, 3, 4]],
    [5, [0, 2, 4, 6]],
    [9, [0, 5, 10]],
    [40, [0, 10, 20, 30, 40]],
    [41, [0, 20, 40, 60]],
    [1_234, [0, 500, 1_000, 1_500]],
    [120_000, [0, 50_000, 100_000, 150_000]],
  ])('up to %i calls', (most, expected) => {
    expect(tickValues(most)).toEqual(expected);
  });

  test('are whole, few, and reach the greatest value without doubling it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (most) => {
        const values = tickValues(most);
        const last = values.at(-1) ?? 0;
        expect(values.every(Number.isInteger)).toBe(true);
        expect(values.length).toBeLessThanOrEqual(5);
        expect(last).toBeGreaterThanOrEqual(most);
        expect(last).toBeLessThan(Math.max(2, most * 2.5));
      }),
    );
  });

  test('are written short', () => {
    expect([0, 800, 1_500, 20_000, 250_000, 3_000_000].map(tickText)).toEqual([
      '0',
      '800',
      '1.5K',
      '20K',
      '250K',
      '3M',
    ]);
  });
});

describe('the chart', () => {
  const days: ChartDay[] = [
    { label: '1 Mar', calls: 100 },
    { label: '2 Mar', calls: 0 },
    { label: '3 Mar', calls: 50 },
    { label: '4 Mar', calls: null },
  ];

  test('gives each day with calls a bar on the axis, as high as its share of the last tick', () => {
    const { plot, bars, ticks } = layOutChart({ days, width: 720, height: 208 });
    expect(ticks.map(({ text }) => text)).toEqual(['0', '50', '100']);
    expect(bars.map(({ day }) => day.calls)).toEqual([100, 50]);
    expect(bars.map(({ y, height }) => y + height)).toEqual([plot.bottom, plot.bottom]);
    expect(bars.map(({ height }) => height)).toEqual([178, 89]);
  });

  test('a single call is visible next to a million', () => {
    const { bars } = layOutChart({
      days: [
        { label: '1 Mar', calls: 1_000_000 },
        { label: '2 Mar', calls: 1 },
      ],
      width: 280,
      height: 168,
    });
    expect(bars[1]?.height).toBe(1.5);
  });

  test('names no day twice, and none over another or outside, however many days there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 92 }),
        fc.constantFrom(280, 720),
        fc.integer({ min: 0, max: 2 ** 40 }),
        (count, width, calls) => {
          const many = Array.from({ length: count }, (_, day) => ({
            label: `${(day % 28) + 1} Mar`,
            calls,
          }));
          const { labels, bars, plot } = layOutChart({ days: many, width, height: 168 });
          const edges = labels.map(({ x, text }) => [x - text.length * 3.2, x + text.length * 3.2]);
          for (const [index, [from = 0, to = 0]] of edges.entries()) {
            expect(from).toBeGreaterThan(edges[index - 1]?.[1] ?? -1);
            expect(to).toBeLessThanOrEqual(width);
          }
          for (const bar of bars) {
            expect(bar.x).toBeGreaterThanOrEqual(plot.left);
            expect(bar.x + bar.width).toBeLessThanOrEqual(plot.right + 0.01);
            expect(bar.y).toBeGreaterThanOrEqual(plot.top - 0.01);
          }
        },
      ),
    );
  });
});
