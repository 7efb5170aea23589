import {
  listPeriodsCutting,
  listStrangers,
  listWindowsOfDay,
  sumWindowsOfDay,
  type WindowCount,
  writeWindows,
  zeroUnreadWindows,
} from '../db/usage';
import { AppError } from '../domain/app-error';
import type { Period } from '../domain/billing-period';
import { cutDay } from '../domain/cut-day';
import type { Deps } from './deps';

const DAY_MS = 86_400_000;
/** Rows of the report that are cut and written together. */
const BATCH = 1_000;
/** Strangers are named in the log, not gathered without end. */
const MAX_UNKNOWN = 50;

/**
 * Reads one UTC day of all subscriptions with one bulk report and writes it as windows over what stood there.
 * A day in which a billing period ends is cut there: the part before the boundary is read on its own.
 */
export async function readUsageOfDay(
  deps: Deps,
  input: { day: Date; readAt: Date },
): Promise<{ windows: number; unknown: string[] }> {
  const dayEnd = new Date(input.day.getTime() + DAY_MS);
  const result = { windows: 0, unknown: [] as string[] };
  // By id: one that comes by again replaces what was told of it before.
  const batch = new Map<string, number>();
  const flush = async () => {
    const rows = [...batch].map(([subscriptionId, calls]) => ({ subscriptionId, calls }));
    batch.clear();
    const strangers = await listStrangers(
      deps.db,
      rows.map((row) => row.subscriptionId),
    );
    const called = rows.filter((r) => r.calls > 0 && strangers.has(r.subscriptionId));
    result.unknown.push(
      ...called.slice(0, MAX_UNKNOWN - result.unknown.length).map((r) => r.subscriptionId),
    );
    const ours = rows.filter((r) => !strangers.has(r.subscriptionId));
    const windows = await cutBatch(deps, input.day, dayEnd, ours);
    await writeWindows(deps.db, windows, input.readAt);
    result.windows += windows.length;
  };
  let rows = 0;
  for await (const row of deps.gateway.readUsage({ start: input.day, end: dayEnd })) {
    rows += 1;
    batch.set(row.subscriptionId, row.calls);
    if (batch.size === BATCH) await flush();
  }
  if (batch.size > 0) await flush();
  if (rows === 0) await expectNoCalls(deps, input.day, dayEnd);
  await zeroUnreadWindows(deps.db, { dayStart: input.day, dayEnd, readAt: input.readAt });
  return result;
}

/**
 * One row that is missing is a correction; a report without any row, of a day with calls, is a report that failed
 * (or is not kept any more). Taking it for true would give everybody's money back.
 */
async function expectNoCalls(deps: Deps, day: Date, dayEnd: Date): Promise<void> {
  const counted = await sumWindowsOfDay(deps.db, { from: day, to: dayEnd });
  if (counted === 0) return;
  throw new AppError(
    'upstream-failed',
    `The gateway's report of ${day.toISOString().slice(0, 10)} is empty although ${counted} calls were counted in it before; nothing was changed.`,
  );
}

async function cutBatch(
  deps: Deps,
  day: Date,
  dayEnd: Date,
  rows: { subscriptionId: string; calls: number }[],
): Promise<WindowCount[]> {
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
  const windows: WindowCount[] = [];
  for (const { row, segments } of cut) {
    const stood = before.get(row.subscriptionId);
    if (stood && isSame(stood, row.calls, segments)) windows.push(...stood);
    else windows.push(...(await countSegments(deps, row, segments)));
  }
  return windows;
}

/** What stood there for the few whose day is cut: as long as its sum is the day's, no part is read again. */
async function windowsBefore(
  deps: Deps,
  subscriptionIds: string[],
  day: { from: Date; to: Date },
): Promise<Map<string, WindowCount[]>> {
  const before = new Map<string, WindowCount[]>();
  if (subscriptionIds.length === 0) return before;
  for (const window of await listWindowsOfDay(deps.db, { subscriptionIds, ...day })) {
    const { subscriptionId, start, end } = window;
    const stood = before.get(subscriptionId) ?? [];
    stood.push({ subscriptionId, start, end, calls: Number(window.calls) });
    before.set(subscriptionId, stood);
  }
  return before;
}

function isSame(
  stood: readonly WindowCount[],
  calls: number,
  segments: readonly Period[],
): boolean {
  return (
    stood.length === segments.length &&
    stood.reduce((sum, window) => sum + window.calls, 0) === calls &&
    segments.every(
      (segment, at) =>
        stood[at]?.start.getTime() === segment.start.getTime() &&
        stood[at]?.end.getTime() === segment.end.getTime(),
    )
  );
}

/** All parts but the last are read; the last has what remains of the day, so the parts always add up to it. */
async function countSegments(
  deps: Deps,
  row: { subscriptionId: string; calls: number },
  segments: { start: Date; end: Date }[],
): Promise<WindowCount[]> {
  const windows: WindowCount[] = [];
  let rest = row.calls;
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const calls = isLast ? rest : Math.min(rest, await readPart(deps, row.subscriptionId, segment));
    rest -= calls;
    windows.push({ subscriptionId: row.subscriptionId, ...segment, calls });
  }
  return windows;
}

/** Calls of one subscription in a range on 15-minute boundaries. */
export async function readPart(
  deps: Deps,
  subscriptionId: string,
  range: { start: Date; end: Date },
): Promise<number> {
  let calls = 0;
  for await (const row of deps.gateway.readUsage({ ...range, subscriptionId })) calls += row.calls;
  return calls;
}
