import type { WindowCount } from '../../db/usage';
import type { Period } from '../../domain/usage/billing-period';
import type { Needs } from '../deps';

/** A subscription's calls of one day, and the parts that billing boundaries cut the day into. */
export interface CutRow {
  subscriptionId: string;
  calls: number;
  segments: readonly Period[];
}

type Gateway = Needs<'gateway'>;

/** Rows of a bulk report that one read returns. */
const ROWS_A_READ = 1_000;

/**
 * The calls of each part of days that are cut. All parts but the last are read; the last is the remainder of the day,
 * so the parts always add up to it. Subscriptions that are cut at the same quarter of an hour share a bulk report of
 * the part before it, where that takes fewer reads than one per subscription: on the first of a month everybody renews,
 * and a gateway limits reads per second.
 */
export async function countParts(
  deps: Gateway,
  rows: readonly CutRow[],
  /** The number of rows of a bulk report, which determines what it costs. */
  rowsOfReport: number,
): Promise<WindowCount[]> {
  const parts = await readParts(deps, rows, Math.max(1, Math.ceil(rowsOfReport / ROWS_A_READ)));
  return rows.flatMap(({ subscriptionId, calls, segments }) => {
    let rest = calls;
    return segments.map((segment, at) => {
      const counted = parts.get(nameOf(segment))?.get(subscriptionId) ?? 0;
      const own = at === segments.length - 1 ? rest : Math.min(rest, counted);
      rest -= own;
      return { subscriptionId, start: segment.start, end: segment.end, calls: own };
    });
  });
}

/** Counts by part and subscription; a subscription without a row had no calls. */
async function readParts(
  deps: Gateway,
  rows: readonly CutRow[],
  readsOfBulk: number,
): Promise<Map<string, Map<string, number>>> {
  const sharing = new Map<string, { part: Period; members: string[] }>();
  for (const { subscriptionId, segments } of rows) {
    for (const part of segments.slice(0, -1)) {
      const group = sharing.get(nameOf(part));
      if (group) group.members.push(subscriptionId);
      else sharing.set(nameOf(part), { part, members: [subscriptionId] });
    }
  }
  const counts = new Map<string, Map<string, number>>();
  for (const [name, { part, members }] of sharing) {
    const counted =
      members.length > readsOfBulk
        ? await readTogether(deps, part, new Set(members))
        : await readEach(deps, part, members);
    counts.set(name, counted);
  }
  return counts;
}

async function readTogether(
  deps: Gateway,
  part: Period,
  members: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { subscriptionId, calls } of deps.gateway.readUsage(part)) {
    // A subscription that comes a second time replaces its earlier count.
    if (members.has(subscriptionId)) counts.set(subscriptionId, calls);
  }
  return counts;
}

async function readEach(
  deps: Gateway,
  part: Period,
  members: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const subscriptionId of members) {
    counts.set(subscriptionId, await readPart(deps, subscriptionId, part));
  }
  return counts;
}

/** Calls of one subscription in a range on 15-minute boundaries. */
export async function readPart(
  deps: Gateway,
  subscriptionId: string,
  { start, end }: Period,
): Promise<number> {
  let calls = 0;
  for await (const row of deps.gateway.readUsage({ start, end, subscriptionId }))
    calls += row.calls;
  return calls;
}

function nameOf({ start, end }: Period): string {
  return `${start.getTime()}-${end.getTime()}`;
}
