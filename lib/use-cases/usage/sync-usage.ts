import { withLease } from '../../db/leases';
import {
  finishRun,
  firstSubscriptionAt,
  lastReadThrough,
  lastRun,
  saveCursor,
  startRun,
} from '../../db/runs';
import { daysToRead, REREAD_DAYS, splitByAge } from '../../domain/usage/usage-window';
import { parseCursor, storeCursor, type UsageCursor } from '../../kit/usage-cursor';
import { leaseName } from '../../kit/wire-names';
import { shareAllowances } from '../credit/share-allowances';
import type { Needs } from '../deps';
import { type Failure, messageOf } from '../runs/failure';
import { readUsageOfDay } from './internal/read-usage';
import { pushChangedTotals } from './push-usage';

export type UsageRun =
  | { kind: 'busy' }
  | {
      kind: 'ran';
      days: number;
      windows: number;
      pushed: number;
      failures: Failure[];
      /** False when its time was up: the next run continues where this one stopped. */
      isComplete: boolean;
    };

/** No source keeps its counts much longer than a month, so older days are not read. */
const KEPT_DAYS = 45;

/**
 * Gateway counts -> windows -> totals -> meter events. Every day and every subscription is tried. What failed is
 * recorded with the run and retried by the next full run, from where counts are complete. After each day and each page
 * the run saves a checkpoint, and it stops when its time is up; a failure does not block the rest.
 */
export async function syncUsage(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'settings'>,
): Promise<UsageRun> {
  const leased = await withLease(deps.db, leaseName.usage, { waitMs: 0 }, () => run(deps));
  return leased.kind === 'busy' ? { kind: 'busy' } : leased.value;
}

async function run(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'settings'>,
): Promise<UsageRun> {
  const now = await deps.clock.now();
  const resumed = await cursorToResume(deps, now);
  const started = await startRun(deps.db, { kind: 'usage', startedAt: now });
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 1000;
  let cursor: UsageCursor = resumed ?? {
    readAt: now,
    nextDay: null,
    isWhole: true,
    pushAfter: null,
  };
  const failures: Failure[] = [];
  /** What no later run can repair: it is reported, and does not keep the mark from advancing. */
  const permanent: Failure[] = [];
  const counts = { days: 0, windows: 0, pushed: 0 };
  let isComplete = true;

  /** Whether there is time for more. */
  const saveCheckpoint = async (next: UsageCursor): Promise<boolean> => {
    cursor = next;
    await saveCursor(deps.db, started.id, { ...storeCursor(cursor) });
    isComplete = performance.now() < stopAt;
    return isComplete;
  };

  const { kept: days, lost } = await daysOf(deps, now, resumed);
  if (lost.length > 0) permanent.push(lostDays(lost));
  const settled = days.slice(0, -1 - REREAD_DAYS);
  for (const [at, day] of days.entries()) {
    const read = await readDay(
      deps,
      { day, now },
      failures,
      settled.includes(day) ? permanent : failures,
    );
    counts.days += 1;
    counts.windows += read;
    const nextDay = days[at + 1] ?? null;
    const isWhole = cursor.isWhole && failures.length === 0;
    if (!(await saveCheckpoint({ ...cursor, nextDay, isWhole })) && nextDay) break;
  }
  // The mark stays before what failed, so that it is retried.
  const everyDayRead = cursor.isWhole && cursor.nextDay === null;
  if (cursor.nextDay === null) {
    await shareAllowances(deps);
    const pushed = await pushChangedTotals(deps, { after: cursor.pushAfter }, ({ after }) =>
      saveCheckpoint({ ...cursor, pushAfter: after }),
    );
    counts.pushed = pushed.pushed;
    failures.push(...pushed.failures);
    isComplete = pushed.stoppedAt === null;
  }
  failures.push(...permanent);
  await finishRun(deps.db, started.id, {
    finishedAt: await deps.clock.now(),
    outcome: isComplete ? (failures.length === 0 ? 'done' : 'partial') : 'paused',
    counts,
    failures: failures.map((failure) => ({ ...failure })),
    readThrough: everyDayRead ? cursor.readAt : null,
  });
  deps.log[failures.length > 0 ? 'error' : 'info'](
    { runId: started.id, ...counts, isComplete, failures: failures.slice(0, 20) },
    'usage synced',
  );
  return { kind: 'ran', ...counts, failures, isComplete };
}

/** The cursor of a run that was cut short. */
async function cursorToResume(deps: Needs<'db'>, now: Date): Promise<UsageCursor | null> {
  const previous = await lastRun(deps.db, 'usage');
  const wasCut = previous?.outcome === 'paused' || previous?.outcome === 'running';
  return wasCut ? parseCursor(previous.cursor, now) : null;
}

async function daysOf(
  deps: Needs<'db'>,
  now: Date,
  resumed: UsageCursor | null,
): Promise<{ kept: Date[]; lost: Date[] }> {
  if (resumed && resumed.nextDay === null) return { kept: [], lost: [] };
  const readThrough = (await lastReadThrough(deps.db)) ?? (await firstSubscriptionAt(deps.db));
  const days = daysToRead({ lastReadThrough: readThrough, now, rereadDays: REREAD_DAYS });
  const from = resumed?.nextDay;
  return splitByAge(from ? days.filter((day) => day >= from) : days, { now, keptDays: KEPT_DAYS });
}

function lostDays(days: readonly Date[]): Failure {
  const [from, to] = [days[0], days.at(-1)].map((day) => day?.toISOString().slice(0, 10));
  return {
    subject: `days ${from} to ${to}`,
    error: 'They are older than any source keeps its counts and were not read: their windows stay.',
  };
}

/** `refused`: where a day goes whose report is empty although it had calls. */
async function readDay(
  deps: Needs<'db' | 'gateway' | 'log' | 'settings'>,
  { day, now }: { day: Date; now: Date },
  failures: Failure[],
  refused: Failure[],
): Promise<number> {
  const subject = `day ${day.toISOString().slice(0, 10)}`;
  try {
    const read = await readUsageOfDay(deps, { day, readAt: now });
    if (read.refused !== null) refused.push({ subject, error: read.refused });
    if (read.unknown.length > 0) {
      deps.log.warn(
        { day, subscriptions: read.unknown },
        'calls of subscriptions that are not ours',
      );
    }
    return read.windows;
  } catch (error) {
    failures.push({ subject, error: messageOf(error) });
    return 0;
  }
}
