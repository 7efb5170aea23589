import {
  listUnresolvedFree,
  listUnresolvedPeriods,
  listUnresolvedSubscriptions,
  markResolveTried,
  type PlanVersion,
  resolvePeriodVersion,
  setFreeVersion,
  setSubscriptionVersion,
  type UnresolvedPeriod,
} from '../../db/plan-versions';
import { findSubscription } from '../../db/subscriptions';
import { recurringOf } from '../../domain/usage/billing-period';
import { inParallel } from '../../kit/in-parallel';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import type { ProviderPrices } from '../../ports/provider-price';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { ensureFreeVersion, ensurePlanVersion } from './ensure-version';

const PAGE = 200;
const AT_ONCE = 8;
/** Its part of a run's time: after an update there may be very many. */
const SHARE_OF_RUN = 0.25;

type ResolveDeps = Needs<'clock' | 'db' | 'payments' | 'settings'>;

/**
 * Finds the versions that rows of an earlier release, or of a lost database, were sold at: those of running subscriptions by
 * the prices of their items, those of periods that are over by the prices on their invoice lines. Never by the catalog. Each
 * run goes on where there is something left; failures are collected.
 */
export async function resolveVersions(deps: ResolveDeps): Promise<{ failures: Failure[] }> {
  const stopAt = performance.now() + deps.settings.runBudgetSeconds * 1000 * SHARE_OF_RUN;
  const failures: Failure[] = [];
  await resolveFree(deps);
  await resolveSubscriptions(deps, stopAt, failures);
  await resolvePeriods(deps, stopAt, failures);
  return { failures };
}

/** Free periods follow each other, so the one that runs says how long each lasts. */
async function resolveFree(deps: ResolveDeps): Promise<void> {
  for (const row of await listUnresolvedFree(deps.db, PAGE)) {
    const { id, productId, periodAnchor, periodStart, periodEnd } = row;
    if (!periodAnchor || !periodStart || !periodEnd) continue;
    const recurring = recurringOf(periodAnchor, { start: periodStart, end: periodEnd });
    if (!recurring) continue;
    const version = await ensureFreeVersion(deps, { productId, recurring });
    await setFreeVersion(deps.db, id, version.id);
  }
}

async function resolveSubscriptions(
  deps: ResolveDeps,
  stopAt: number,
  failures: Failure[],
): Promise<void> {
  let after = '';
  do {
    const page = await listUnresolvedSubscriptions(deps.db, { after, limit: PAGE });
    await collect(
      page,
      failures,
      ({ id }) => id,
      stopAt,
      (one) => resolveSubscription(deps, one),
    );
    after = page.length < PAGE ? '' : (page.at(-1)?.id ?? '');
  } while (after !== '' && performance.now() < stopAt);
}

/** With its running period, which was opened at the price that it has. */
async function resolveSubscription(
  deps: ResolveDeps,
  { id, providerId }: { id: string; providerId: string },
): Promise<void> {
  const found = await deps.payments.readSubscription(providerId);
  // The provider does not know it: its sync reports that.
  if (!found) return;
  const version = await ensurePlanVersion(deps, found.prices);
  await setSubscriptionVersion(deps.db, id, version.id);
  const { period, productSince } = found;
  if (!period) return;
  const isChangedSince = productSince !== null && productSince > period.start;
  const start = isChangedSince ? productSince : period.start;
  await resolvePeriodVersion(deps.db, { subscriptionId: id, start }, version.id);
}

async function resolvePeriods(
  deps: ResolveDeps,
  stopAt: number,
  failures: Failure[],
): Promise<void> {
  const now = await deps.clock.now();
  const tried = new Set<string>();
  for (;;) {
    const listed = await listUnresolvedPeriods(deps.db, { now, limit: PAGE });
    // One that can't be resolved yet comes again when all others have had their turn.
    const page = listed.filter((one) => !tried.has(nameOf(one)));
    if (page.length === 0) return;
    for (const one of page) tried.add(nameOf(one));
    await collect(
      page,
      failures,
      ({ subscriptionId }) => subscriptionId,
      stopAt,
      async (one) => {
        await markResolveTried(deps.db, one, now);
        const version = await versionOf(deps, one);
        if (version) await resolvePeriodVersion(deps.db, one, version.id);
      },
    );
    if (listed.length < PAGE || performance.now() >= stopAt) return;
  }
}

async function versionOf(deps: ResolveDeps, period: UnresolvedPeriod): Promise<PlanVersion | null> {
  const { invoiceId, providerId, start } = period;
  const own = invoiceId ? await deps.payments.readInvoice(invoiceId) : null;
  const invoices = own ? [own] : await deps.payments.listInvoices(providerId);
  for (const invoice of invoices) {
    const prices = pricesFor(invoice, start);
    if (prices && prices.items.length > 0) return ensurePlanVersion(deps, prices);
  }
  return lastVersion(deps, period);
}

/** A last period that no invoice was made of has the prices that its subscription ended with. */
async function lastVersion(
  deps: ResolveDeps,
  period: UnresolvedPeriod,
): Promise<PlanVersion | null> {
  const row = await findSubscription(deps.db, period.subscriptionId);
  if (!row?.endedAt || !row.planVersion || period.productId !== null) return null;
  return period.end >= row.endedAt ? row.planVersion : null;
}

function pricesFor(invoice: ProviderInvoice, start: Date): ProviderPrices | null {
  const isAt = (other: Date | undefined) => other?.getTime() === start.getTime();
  if (isAt(invoice.usagePeriod?.start)) return invoice.usagePrices;
  if (isAt(invoice.inAdvance?.period.start)) return invoice.inAdvance?.prices ?? null;
  return invoice.earlierUsage.find((usage) => isAt(usage.start))?.prices ?? null;
}

async function collect<T>(
  page: readonly T[],
  failures: Failure[],
  subjectOf: (one: T) => string,
  stopAt: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const results = await inParallel(page, AT_ONCE, async (one) => {
    if (performance.now() < stopAt) await work(one);
  });
  for (const [at, result] of results.entries()) {
    const one = page[at];
    if (result.status === 'rejected' && one !== undefined) {
      failures.push(failureOf(subjectOf(one), result.reason));
    }
  }
}

const nameOf = ({ subscriptionId, start }: UnresolvedPeriod) =>
  `${subscriptionId} ${start.getTime()}`;
