import { expect, test } from 'vitest';
import type { ApiGateway } from '../../ports/api-gateway';
import { type CutRow, countParts } from './count-parts';

const at = (time: string) => new Date(`2026-02-01T${time}:00Z`);
const MIDNIGHT = at('00:00');
const DAY_END = new Date('2026-02-02T00:00:00Z');

/** A gateway that knows the calls before each boundary and records its requests. */
function gatewayWith(before: Record<string, number>) {
  const asked: string[] = [];
  const readUsage: ApiGateway['readUsage'] = async function* ({ start, end, subscriptionId }) {
    const hours = [start, end].map((time) => time.toISOString().slice(11, 16)).join('-');
    asked.push(`${subscriptionId ?? 'all'} ${hours}`);
    for (const [name, calls] of Object.entries(before)) {
      const [id, range] = name.split(' ');
      if (id && range === hours && (subscriptionId ?? id) === id) {
        yield { subscriptionId: id, calls };
      }
    }
  };
  return { deps: { gateway: { readUsage } as ApiGateway }, asked };
}

function cut(subscriptionId: string, calls: number, ...boundaries: Date[]): CutRow {
  const edges = [MIDNIGHT, ...boundaries, DAY_END];
  const segments = boundaries.concat(DAY_END).map((end, index) => ({
    start: edges[index] ?? MIDNIGHT,
    end,
  }));
  return { subscriptionId, calls, segments };
}

const countsOf = async (...input: Parameters<typeof countParts>) =>
  (await countParts(...input)).map(({ subscriptionId, calls }) => `${subscriptionId} ${calls}`);

test('subscriptions that are cut at the same quarter of an hour share one report of the part before it', async () => {
  const { deps, asked } = gatewayWith({ 'a 00:00-09:15': 30, 'b 00:00-09:15': 7 });
  const rows = [cut('a', 100, at('09:15')), cut('b', 7, at('09:15')), cut('c', 5, at('09:15'))];
  // A subscription without a row in the report had no calls before the boundary.
  expect(await countsOf(deps, rows, 3)).toEqual(['a 30', 'a 70', 'b 7', 'b 0', 'c 0', 'c 5']);
  expect(asked).toEqual(['all 00:00-09:15']);
});

test('a few of many are read one by one, because a report of all would take more reads', async () => {
  const { deps, asked } = gatewayWith({ 'a 00:00-09:15': 30, 'b 00:00-18:00': 4 });
  const rows = [cut('a', 100, at('09:15')), cut('b', 5, at('18:00')), cut('c', 2, at('18:00'))];
  expect(await countsOf(deps, rows, 1_001)).toEqual(['a 30', 'a 70', 'b 4', 'b 1', 'c 0', 'c 2']);
  expect(asked).toEqual(['a 00:00-09:15', 'b 00:00-18:00', 'c 00:00-18:00']);
});

test('100,000 that all renew at one time take the reads of one report', async () => {
  const { deps, asked } = gatewayWith({ 's-77 00:00-09:15': 1 });
  const rows = Array.from({ length: 100_000 }, (_, index) => cut(`s-${index}`, 2, at('09:15')));
  const counted = await countParts(deps, rows, rows.length);
  expect(asked).toEqual(['all 00:00-09:15']);
  expect(counted.filter(({ calls }) => calls === 1)).toHaveLength(2);
  expect(counted.reduce((sum, { calls }) => sum + calls, 0)).toBe(200_000);
});

test('the parts of a day that is cut twice add up to its total, even while calls are coming in', async () => {
  const { deps } = gatewayWith({ 'a 00:00-09:15': 30, 'a 09:15-12:00': 90 });
  // The day was counted before its parts: calls that came in between are counted by the next reading.
  expect(await countsOf(deps, [cut('a', 100, at('09:15'), at('12:00'))], 1)).toEqual([
    'a 30',
    'a 70',
    'a 0',
  ]);
});
