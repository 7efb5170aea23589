import {
  lastReport,
  lastReportTime,
  listPeriodsToReport,
  type NewReport,
  type PeriodToReport,
  type PeriodWithReport,
  planReports,
  settleReports,
} from '../../db/usage-reports';
import { AppError } from '../../kit/app-error';
import { inParallel } from '../../kit/in-parallel';
import { usageReportId } from '../../kit/wire-names';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs } from '../deps';
import { type Failure, failureOf, messageOf } from '../runs/failure';

export type { Failure } from '../runs/failure';

export interface PushProgress {
  after: { subscriptionId: string; start: Date } | null;
}

export interface Pushed {
  pushed: number;
  failures: Failure[];
  /** Null when every period was checked; otherwise where the next run continues. */
  stoppedAt: PushProgress | null;
}

/**
 * Reports to the provider every total that it does not have yet. Every period is tried; failures are collected.
 * `shouldContinue` is asked after each page, so that a run keeps to its time.
 */
export async function pushChangedTotals(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  from: PushProgress = { after: null },
  shouldContinue: (progress: PushProgress) => Promise<boolean> = async () => true,
): Promise<Pushed> {
  const outcome: Pushed = { pushed: 0, failures: [], stoppedAt: null };
  const pageAfter = (after: PushProgress['after']) =>
    listPeriodsToReport(deps.db, { after, limit: PAGE });
  let listed = pageAfter(from.after);
  for (;;) {
    const page = await listed;
    const last = page.length < PAGE ? undefined : page.at(-1);
    const after = last ? { subscriptionId: last.subscriptionId, start: last.start } : null;
    // The next page is looked up while this one waits for the provider's answers.
    if (after) {
      listed = pageAfter(after);
      // A failure is handled when that page is processed; until then it must not end the process.
      listed.catch(() => {});
    }
    const result = await pushPage(deps, page);
    outcome.pushed += result.pushed;
    outcome.failures.push(...result.failures);
    if (!after) return outcome;
    if (!(await shouldContinue({ after }))) return { ...outcome, stoppedAt: { after } };
  }
}

const PAGE = 2_000;

/**
 * Reports one period's total; with `before`, in a second before that instant's: what happens then (an end, a change of
 * plan) bills what was reported before that second began.
 */
export async function pushTotal(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: PeriodToReport,
  options: { before?: Date } = {},
): Promise<void> {
  const names = { subscriptionId: period.subscriptionId, periodStart: period.start };
  const last = await lastReport(deps.db, names);
  const { failures } = await pushPage(
    deps,
    [
      {
        ...period,
        end: options.before
          ? new Date(Math.floor(options.before.getTime() / 1000) * 1000)
          : period.end,
        last: last && { ...last, total: Number(last.total) },
        lastTimestamp: await lastReportTime(deps.db, names),
      },
    ],
    options.before === undefined ? CLOSING_ROOM_SECONDS : 1,
  );
  const [failure] = failures;
  if (failure) throw new AppError('upstream-failed', failure.error);
}

interface Report {
  identifier: string;
  timestamp: Date;
  total: number;
}

interface Job {
  period: PeriodWithReport;
  /** Recorded now; null when only an older one is to be confirmed. */
  next: NewReport | null;
  /** In order; the first may be one that was recorded earlier and never confirmed. */
  reports: Report[];
}

/**
 * Reports a page of totals. The meter keeps the last value by time, so repeating a report changes nothing. Each report
 * lies inside its period and is later than the one before. All are recorded before the first is sent: after a crash the
 * same identifier is sent again, and "already known" means that it had arrived.
 */
async function pushPage(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  page: readonly PeriodWithReport[],
  roomSeconds = CLOSING_ROOM_SECONDS,
): Promise<{ pushed: number; failures: Failure[] }> {
  const now = await deps.clock.now();
  const outcome: { pushed: number; failures: Failure[] } = { pushed: 0, failures: [] };
  const jobs: Job[] = [];
  const planned: NewReport[] = [];
  for (const period of page) {
    try {
      const next = nextReport(period, now, roomSeconds);
      const reports = period.last?.state === 'planned' ? [period.last] : [];
      if (next) planned.push(next);
      if (next || reports.length > 0)
        jobs.push({ period, next, reports: next ? [...reports, next] : reports });
    } catch (error) {
      outcome.failures.push(failureOf(period.subscriptionId, error));
    }
  }
  const written = await planReports(deps.db, planned);
  const [ours, others] = splitTaken(jobs, written);
  outcome.failures.push(...others.map(takenElsewhere));
  const delivered: string[] = [];
  // One request at a time for each customer and meter: the provider rejects concurrent ones.
  await inParallel(byMeter(ours), deps.payments.usageReportsAtOnce, async (group) => {
    for (const job of group) {
      try {
        await send(deps, job, delivered);
        outcome.pushed += 1;
      } catch (error) {
        await markRefused(deps, job, error, delivered);
        if (await isCustomerDeleted(deps, job.period.customerId)) continue;
        outcome.failures.push(failureOf(job.period.subscriptionId, error));
      }
    }
  });
  await settleReports(deps.db, {
    identifiers: delivered,
    state: 'delivered',
    error: null,
    at: await deps.clock.now(),
  });
  return outcome;
}

function nextReport(period: PeriodWithReport, now: Date, roomSeconds: number): NewReport | null {
  if (period.last?.total === period.total) return null;
  const timestamp = pushTime(period, period.lastTimestamp, now, roomSeconds);
  return {
    identifier: usageReportId(period.subscriptionId, timestamp),
    subscriptionId: period.subscriptionId,
    periodStart: period.start,
    timestamp,
    total: period.total,
  };
}

/** A close or a change of plan may report the same subscription's total in the same second. */
function splitTaken(jobs: readonly Job[], written: ReadonlySet<string>): [Job[], Job[]] {
  const isOurs = ({ next }: Job) => next === null || written.has(next.identifier);
  return [jobs.filter(isOurs), jobs.filter((job) => !isOurs(job))];
}

function takenElsewhere({ period }: Job): Failure {
  return {
    subject: period.subscriptionId,
    error: 'Its total is being reported elsewhere in the same second; the next run retries.',
  };
}

function byMeter(jobs: readonly Job[]): Job[][] {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    const key = `${job.period.customerId} ${job.period.productId}`;
    const group = groups.get(key);
    if (group) group.push(job);
    else groups.set(key, [job]);
  }
  return [...groups.values()];
}

async function send(
  deps: Needs<'payments'>,
  { period, reports }: Job,
  delivered: string[],
): Promise<void> {
  for (const report of reports) {
    await deps.payments.reportUsage({
      productId: period.productId,
      customerId: period.customerId,
      identifier: report.identifier,
      timestamp: report.timestamp,
      callsInPeriod: report.total,
    });
    delivered.push(report.identifier);
  }
}

/**
 * The provider would reject it again and again: this report is given up and the next run reports the total in a new
 * one.
 */
async function markRefused(
  deps: Needs<'clock' | 'db'>,
  job: Job,
  error: unknown,
  delivered: readonly string[],
): Promise<void> {
  if (!(error instanceof AppError) || error.code !== 'bad-request') return;
  await settleReports(deps.db, {
    identifiers: job.reports
      .map((report) => report.identifier)
      .filter((identifier) => !delivered.includes(identifier)),
    state: 'refused',
    error: messageOf(error),
    at: await deps.clock.now(),
  });
}

/** The last minute is kept free for corrections when the period is closed. */
const CLOSING_ROOM_SECONDS = 60;

/** Whole seconds, inside [start, end), later than the previous report. */
export function pushTime(
  period: { start: Date; end: Date },
  previous: Date | null,
  now: Date,
  roomSeconds = CLOSING_ROOM_SECONDS,
): Date {
  // The provider's summaries count whole minutes and give a boundary's minute to the period that ends there.
  const start = firstPushSecond(period.start);
  const end = Math.ceil(period.end.getTime() / 1000);
  const wanted = Math.min(Math.floor(now.getTime() / 1000), end - roomSeconds);
  const earliest = previous ? previous.getTime() / 1000 + 1 : start;
  const second = Math.max(wanted, earliest, start);
  if (second >= end) {
    throw new AppError(
      'conflict',
      `No second is left before ${period.end.toISOString()} for another correction of this period.`,
    );
  }
  return new Date(second * 1000);
}

/** The first second in which a total of a period can be reported. */
export function firstPushSecond(start: Date): number {
  return Math.floor(start.getTime() / 60_000) * 60 + 60;
}
