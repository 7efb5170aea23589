import { listPeriodTotals, type PeriodTotal } from '../../../db/reconcile';
import { lastReport, settleReports } from '../../../db/usage-reports';
import { type Finding, worthOf } from '../../../domain/attention/finding';
import { withoutLimit } from '../../../domain/pricing/price-plan';
import { daysToRead } from '../../../domain/usage/usage-window';
import { inParallel } from '../../../kit/in-parallel';
import type { Needs } from '../../deps';
import { type Failure, failureOf } from '../../runs/failure';
import { isInPackages } from '../../usage/billed-calls';
import { changedDays } from '../../usage/changed-days';
import { pushTotal } from '../../usage/push-usage';

/** Longer than a month, so that the current period and the one before it are compared completely. */
const COMPARED_DAYS = 35;
const DAY_MS = 86_400_000;
const PAGE = 200;

/** Requests to the provider at the same time; its adapter keeps the rate. */
const IN_FLIGHT = 8;

/**
 * The days of the last weeks whose counts at the gateway differ from our windows, and those it no longer has counts of.
 */
export async function daysToCorrect(
  deps: Needs<'clock' | 'db' | 'gateway'>,
): Promise<{ changed: Date[]; gone: Date[] }> {
  const now = await deps.clock.now();
  const days = daysToRead({ lastReadThrough: now, now, rereadDays: COMPARED_DAYS });
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return { changed: [], gone: [] };
  return changedDays(deps, { from: first, to: new Date(last.getTime() + DAY_MS) });
}

type After = { subscriptionId: string; start: Date } | null;

/**
 * Our windows against what was reported to the provider (reported again where it differs), and invoices against what we
 * believe they billed (listed), a page of periods at a time. After each, `shouldContinue` is asked with the checkpoint.
 */
export async function comparePeriods(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  from: { after: After },
  found: (finding: Finding) => void,
  shouldContinue: (after: After) => Promise<boolean>,
): Promise<{ periods: number; carried: number; failures: Failure[]; isComplete: boolean }> {
  const now = await deps.clock.now();
  const which = {
    endedAfter: new Date(now.getTime() - COMPARED_DAYS * DAY_MS),
    limit: PAGE,
  };
  const outcome = { periods: 0, carried: 0, failures: [] as Failure[], isComplete: true };
  let { after } = from;
  for (;;) {
    const page = await listPeriodTotals(deps.db, { ...which, after });
    outcome.periods += page.length;
    const results = await inParallel<PeriodTotal, 'reported' | 'carried' | 'charged'>(
      page,
      IN_FLIGHT,
      (period) =>
        period.state === 'closed'
          ? compareInvoice(deps, period, found)
          : compareReported(deps, period, found),
    );
    for (const [at, result] of results.entries()) {
      if (result.status === 'fulfilled') {
        if (result.value === 'carried') outcome.carried += 1;
        continue;
      }
      outcome.failures.push(failureOf(page[at]?.subscriptionId ?? 'period', result.reason));
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return outcome;
    after = { subscriptionId: last.subscriptionId, start: last.start };
    if (!(await shouldContinue(after))) return { ...outcome, isComplete: false };
  }
}

/** What was never reported yet is left to the next run; only a reported total can differ. */
async function compareReported(
  deps: Needs<'clock' | 'db' | 'log' | 'payments'>,
  period: PeriodTotal,
  found: (finding: Finding) => void,
): Promise<'reported'> {
  const names = { subscriptionId: period.subscriptionId, periodStart: period.start };
  const reported = await lastReport(deps.db, names);
  if (reported?.state !== 'delivered') return 'reported';
  const { productId, customerId, start, end } = period;
  const theirs = await deps.payments.readReportedUsage({
    productId,
    customerId,
    period: { start, end },
  });
  if (theirs === Number(reported.total)) return 'reported';
  // What we believed to be reported is not; it is reported again under a new time.
  await settleReports(deps.db, {
    identifiers: [reported.identifier],
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
    ...worthOf(withoutLimit(period.plan), { ours: period.total, theirs }),
    isRepaired: true,
  });
  return 'reported';
}

/**
 * A period's late usage is on other invoices, so its own is compared with what it billed at first. An amount too small
 * to charge is carried to the customer's next invoice: nothing was paid, and that is no difference.
 */
async function compareInvoice(
  deps: Needs<'payments'>,
  period: PeriodTotal,
  found: (finding: Finding) => void,
): Promise<'carried' | 'charged'> {
  const { invoiceId, callsOnInvoice } = period;
  if (!invoiceId || callsOnInvoice === null) return 'charged';
  const invoice = await deps.payments.readInvoice(invoiceId);
  const outcome = (invoice?.carriedMinor ?? 0) > 0 ? 'carried' : 'charged';
  const theirs = invoice?.usageCalls ?? null;
  if (theirs === null || theirs === callsOnInvoice) return outcome;
  // The quantity of a line of blocks is not a number of calls.
  if (isInPackages(period.plan)) return outcome;
  found({
    kind: 'invoice-differs',
    subject: period.subscriptionId,
    expected: `${callsOnInvoice} calls`,
    found: `${theirs} calls on ${invoiceId}`,
    ...worthOf(withoutLimit(period.plan), { ours: callsOnInvoice, theirs }),
    isRepaired: false,
  });
  return outcome;
}
