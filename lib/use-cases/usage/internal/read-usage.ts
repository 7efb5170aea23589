import {
  listPeriodsCutting,
  listUnknownSubscriptions,
  listWindowsOfDay,
  sumWindowsOfDay,
  type WindowCount,
  writeWindows,
  zeroUnreadWindows,
} from '../../../db/usage';
import type { Period } from '../../../domain/usage/billing-period';
import { cutDay } from '../../../domain/usage/cut-day';
import type { Needs } from '../../deps';
import { type CutRow, countParts } from '../count-parts';

const DAY_MS = 86_400_000;
/** Rows of the report that are cut and written together. */
const BATCH = 1_000;
/** Rows whose day is cut again are collected, so that they share the reports of their parts. */
const CUT_TOGETHER = 100_000;
/** At most so many unknown subscriptions are named in the log. */
const MAX_UNKNOWN = 50;

/**
 * Reads one UTC day of all subscriptions with one bulk report and overwrites its windows. A day in which a billing
 * period ends is cut there: the part before the boundary is read as well.
 */
export async function readUsageOfDay(
  deps: Needs<'db' | 'gateway' | 'settings'>,
  input: { day: Date; readAt: Date },
): Promise<{
  windows: number;
  unknown: string[];
  /** Why nothing was changed; null when the report was accepted. */
  refused: string | null;
}> {
  const dayEnd = new Date(input.day.getTime() + DAY_MS);
  const result = { windows: 0, unknown: [] as string[], refused: null as string | null };
  // By id: a subscription that comes a second time replaces its earlier count.
  const batch = new Map<string, number>();
  const cut = new Map<string, CutRow>();
  const cuts = new Map<string, readonly Period[]>();
  let rows = 0;
  const write = async (windows: readonly WindowCount[]) => {
    await writeWindows(deps.db, windows, input.readAt);
    result.windows += windows.length;
  };
  const flushCut = async () => {
    const windows = await countParts(deps, [...cut.values()], rows);
    cut.clear();
    for (let at = 0; at < windows.length; at += BATCH) await write(windows.slice(at, at + BATCH));
  };
  const flush = async () => {
    const reported = [...batch].map(([subscriptionId, calls]) => ({ subscriptionId, calls }));
    batch.clear();
    const unknownIds = await listUnknownSubscriptions(
      deps.db,
      reported.map((row) => row.subscriptionId),
    );
    const called = reported.filter((r) => r.calls > 0 && unknownIds.has(r.subscriptionId));
    result.unknown.push(
      ...called.slice(0, MAX_UNKNOWN - result.unknown.length).map((r) => r.subscriptionId),
    );
    const ours = reported.filter((r) => !unknownIds.has(r.subscriptionId));
    const { known, toCount } = await cutBatch(deps, input, dayEnd, ours);
    for (const row of ours) cut.delete(row.subscriptionId);
    for (const row of toCount) {
      cut.set(row.subscriptionId, { ...row, segments: sharedIn(cuts, row.segments) });
    }
    await write(known);
    if (cut.size >= CUT_TOGETHER) await flushCut();
  };
  for await (const row of deps.gateway.readUsage({ start: input.day, end: dayEnd })) {
    rows += 1;
    batch.set(row.subscriptionId, row.calls);
    if (batch.size === BATCH) await flush();
  }
  if (batch.size > 0) await flush();
  if (cut.size > 0) await flushCut();
  if (rows === 0) {
    result.refused = await whyNotEmpty(deps, input.day, dayEnd);
    if (result.refused !== null) return result;
  }
  await zeroUnreadWindows(deps.db, { dayStart: input.day, dayEnd, readAt: input.readAt });
  return result;
}

/**
 * One missing row is a correction. A report without any row, of a day that had calls, failed or is no longer kept;
 * believing it would refund everybody.
 */
async function whyNotEmpty(deps: Needs<'db'>, day: Date, dayEnd: Date): Promise<string | null> {
  const counted = await sumWindowsOfDay(deps.db, { from: day, to: dayEnd });
  if (counted === 0) return null;
  return `The gateway's report of ${day.toISOString().slice(0, 10)} is empty although ${counted} calls were counted in it before; nothing was changed.`;
}

/** There are few ways to cut a day and many rows that wait, so rows share one copy of each. */
function sharedIn(
  cuts: Map<string, readonly Period[]>,
  segments: readonly Period[],
): readonly Period[] {
  const name = segments.map(({ end }) => end.getTime()).join(' ');
  const known = cuts.get(name);
  if (!known) cuts.set(name, segments);
  return known ?? segments;
}

/** The windows that are known at once, and the rows whose parts have to be counted. */
async function cutBatch(
  deps: Needs<'db' | 'settings'>,
  { day, readAt }: { day: Date; readAt: Date },
  dayEnd: Date,
  rows: { subscriptionId: string; calls: number }[],
): Promise<{ known: WindowCount[]; toCount: CutRow[] }> {
  const periods = await listPeriodsCutting(deps.db, {
    subscriptionIds: rows.map((row) => row.subscriptionId),
    from: day,
    to: dayEnd,
  });
  const bySubscription = new Map<string, Period[]>();
  for (const { subscriptionId, ...period } of periods) {
    bySubscription.set(subscriptionId, [...(bySubscription.get(subscriptionId) ?? []), period]);
  }
  const cut = rows.map((row) => ({
    row,
    segments: cutDay(day, bySubscription.get(row.subscriptionId) ?? []),
  }));
  const before = await windowsBefore(
    deps,
    cut.filter(({ segments }) => segments.length > 1).map(({ row }) => row.subscriptionId),
    { from: day, to: dayEnd },
  );
  const known: WindowCount[] = [];
  const toCount: CutRow[] = [];
  for (const { row, segments } of cut) {
    const previous = before.get(row.subscriptionId);
    const [whole, ...others] = segments;
    if (whole && others.length === 0) known.push({ ...row, ...whole });
    else if (previous && isSame(previous, row.calls, segments) && !isDue(deps, previous, readAt))
      known.push(...previous.map(({ readAt: _, ...window }) => window));
    else toCount.push({ ...row, segments });
  }
  return { known, toCount };
}

type PreviousWindow = WindowCount & { readAt: Date };

/**
 * The previous counts of the few subscriptions whose day is cut: as long as they add up to the day's total, no part is
 * read again.
 */
async function windowsBefore(
  deps: Needs<'db'>,
  subscriptionIds: string[],
  day: { from: Date; to: Date },
): Promise<Map<string, PreviousWindow[]>> {
  const before = new Map<string, PreviousWindow[]>();
  if (subscriptionIds.length === 0) return before;
  for (const window of await listWindowsOfDay(deps.db, { subscriptionIds, ...day })) {
    const { subscriptionId, start, end, readAt } = window;
    const previous = before.get(subscriptionId) ?? [];
    previous.push({ subscriptionId, start, end, readAt, calls: Number(window.calls) });
    before.set(subscriptionId, previous);
  }
  return before;
}

/**
 * Once its last counts are in, each part is counted again even if the sum has not changed: a period that ended with it
 * is closed with that count. The last part is the remainder.
 */
function isDue(deps: Needs<'settings'>, previous: readonly PreviousWindow[], now: Date): boolean {
  return previous.slice(0, -1).some(({ end, readAt }) => {
    const isIn = new Date(end.getTime() + deps.settings.usageLagMinutes * 60_000);
    return isIn <= now && readAt < isIn;
  });
}

function isSame(
  previous: readonly WindowCount[],
  calls: number,
  segments: readonly Period[],
): boolean {
  return (
    previous.length === segments.length &&
    previous.reduce((sum, window) => sum + window.calls, 0) === calls &&
    segments.every(
      (segment, at) =>
        previous[at]?.start.getTime() === segment.start.getTime() &&
        previous[at]?.end.getTime() === segment.end.getTime(),
    )
  );
}
