import { listPeriodTotals, type PeriodTotal } from '../db/reconcile';
import { lastReport, settleReports } from '../db/usage-reports';
import { type Finding, worthOf } from '../domain/finding';
import { daysToRead } from '../domain/usage-window';
import { isInPackages } from './billed-calls';
import type { Deps } from './deps';
import { type Failure, failureOf } from './failure';
import { meteredProductIds, paidProduct } from './metered-products';
import { pushTotal } from './push-usage';
import { readUsageOfDay } from './read-usage';

/** Longer than a month, so that all of a running period and of the one before it is compared. */
const COMPARED_DAYS = 35;
const DAY_MS = 86_400_000;
const PAGE = 200;

export interface UsageComparison {
  periods: number;
  failures: Failure[];
}

/**
 * Gateway against our windows (every day is read again, which corrects them), our windows against what the
 * provider was told (told again where it differs), and invoices against what we believe they billed (listed).
 */
export async function reconcileUsage(
  deps: Deps,
  found: (finding: Finding) => void,
): Promise<UsageComparison> {
  const now = await deps.clock.now();
  const endedAfter = new Date(now.getTime() - COMPARED_DAYS * DAY_MS);
  const before = new Map<string, number>();
  for await (const period of periodsAfter(deps, endedAfter)) {
    before.set(keyOf(period), period.total);
  }
  const failures = await readAgain(deps, now);
  let periods = 0;
  for await (const period of periodsAfter(deps, endedAfter)) {
    periods += 1;
    try {
      compareWindows(deps, period, before.get(keyOf(period)), found);
      if (period.state === 'closed') await compareInvoice(deps, period, found);
      else await compareReported(deps, period, found);
    } catch (error) {
      failures.push(failureOf(period.subscriptionId, error));
    }
  }
  return { periods, failures };
}

async function readAgain(deps: Deps, now: Date): Promise<Failure[]> {
  const failures: Failure[] = [];
  const days = daysToRead({ lastReadThrough: now, now, rereadDays: COMPARED_DAYS });
  for (const day of days) {
    try {
      await readUsageOfDay(deps, { day, readAt: now });
    } catch (error) {
      failures.push(failureOf(`day ${day.toISOString().slice(0, 10)}`, error));
    }
  }
  return failures;
}

function compareWindows(
  deps: Deps,
  period: PeriodTotal,
  before: number | undefined,
  found: (finding: Finding) => void,
): void {
  if (before === undefined || before === period.total) return;
  found({
    kind: 'windows-differed',
    subject: period.subscriptionId,
    expected: `${before} calls`,
    found: `${period.total} calls`,
    ...worthOf(paidProduct(deps, period.productId), { ours: period.total, theirs: before }),
    isRepaired: true,
  });
}

/** What was never told yet is the next run's; only a told total can differ. */
async function compareReported(
  deps: Deps,
  period: PeriodTotal,
  found: (finding: Finding) => void,
): Promise<void> {
  const names = { subscriptionId: period.subscriptionId, periodStart: period.start };
  const told = await lastReport(deps.db, names);
  if (told?.state !== 'delivered') return;
  const product = paidProduct(deps, period.productId);
  const { customerId, start, end } = period;
  const theirs = await deps.payments.readReportedUsage({
    product,
    customerId,
    period: { start, end },
  });
  if (theirs === Number(told.total)) return;
  // What we believed to be told is not; it is said again under a new time.
  await settleReports(deps.db, {
    identifiers: [told.identifier],
    state: 'refused',
    error: `The provider knew of ${theirs} calls.`,
    at: await deps.clock.now(),
  });
  await pushTotal(deps, period);
  found({
    kind: 'reported-usage-differs',
    subject: period.subscriptionId,
    expected: `${period.total} calls`,
    found: `${theirs} calls`,
    ...worthOf(product, { ours: period.total, theirs }),
    isRepaired: true,
  });
}

/** A period's late usage stands on other invoices, so its own is compared with what it billed at first. */
async function compareInvoice(
  deps: Deps,
  period: PeriodTotal,
  found: (finding: Finding) => void,
): Promise<void> {
  const { invoiceId, callsOnInvoice } = period;
  if (!invoiceId || callsOnInvoice === null || isInPackages(deps, period.productId)) return;
  const invoice = await deps.payments.readInvoice(invoiceId);
  const theirs = invoice?.usageCalls ?? null;
  if (theirs === null || theirs === callsOnInvoice) return;
  found({
    kind: 'invoice-differs',
    subject: period.subscriptionId,
    expected: `${callsOnInvoice} calls`,
    found: `${theirs} calls on ${invoiceId}`,
    ...worthOf(paidProduct(deps, period.productId), { ours: callsOnInvoice, theirs }),
    isRepaired: false,
  });
}

async function* periodsAfter(deps: Deps, endedAfter: Date): AsyncGenerator<PeriodTotal> {
  const productIds = meteredProductIds(deps);
  let after: { subscriptionId: string; start: Date } | null = null;
  for (;;) {
    const page: PeriodTotal[] = await listPeriodTotals(deps.db, {
      productIds,
      endedAfter,
      after,
      limit: PAGE,
    });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = { subscriptionId: last.subscriptionId, start: last.start };
  }
}

const keyOf = (period: PeriodTotal): string => `${period.subscriptionId} ${period.start.getTime()}`;
