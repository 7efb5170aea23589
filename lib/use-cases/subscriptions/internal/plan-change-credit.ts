import { findPeriod } from '../../../db/periods';
import { lastReadThrough } from '../../../db/runs';
import type { SubscriptionWithCustomer } from '../../../db/subscriptions';
import { sumWindows } from '../../../db/usage';
import { planCredit } from '../../../domain/pricing/plan-credit';
import type { SoldTerms } from '../../../domain/pricing/price-plan';
import { type Period, periodAt } from '../../../domain/usage/billing-period';
import { usageRange } from '../../../domain/usage/usage-window';
import type { PlanCredit } from '../../../ports/provider-subscription';
import { readToTheEnd } from '../../billing/read-to-the-end';
import type { Needs } from '../../deps';
import { soldTermsOf } from '../../plan-versions/sold-terms';

type Input = { row: SubscriptionWithCustomer; from: SoldTerms; period: Period | null; at: Date };

/** As counted so far, for a preview. Null where the provider prorates by itself. */
export async function previewPlanCredit(
  deps: Needs<'catalog' | 'db'>,
  agreed: Input,
): Promise<PlanCredit | null> {
  const input = await asPaid(deps, agreed);
  const counted = usageRange({ start: countedFrom(input), end: input.at });
  const names = { subscriptionId: input.row.id, from: counted.start, to: counted.end };
  return creditOf(input, await sumWindows(deps.db, names));
}

/** With the newest counts of the gateway. */
export async function readPlanCredit(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'settings'>,
  agreed: Input,
): Promise<PlanCredit | null> {
  const input = await asPaid(deps, agreed);
  if (creditOf(input, 0) === null) return null;
  const used = { start: countedFrom(input), end: input.at };
  // Calls since the last run are read as well: a job that did not run must not make calls free.
  const readThrough = (await lastReadThrough(deps.db)) ?? used.start;
  const row = { id: input.row.id, endedAt: null };
  return creditOf(input, await readToTheEnd(deps, row, used, readThrough));
}

/** The running period was paid at the price that it began with: the contract may have another one since. */
async function asPaid(deps: Needs<'catalog' | 'db'>, agreed: Input): Promise<Input> {
  const { row } = agreed;
  if (!row.periodStart) return agreed;
  const period = await findPeriod(deps.db, { subscriptionId: row.id, start: row.periodStart });
  const paid = await soldTermsOf(deps, period?.planVersion ?? null);
  return paid ? { ...agreed, from: paid } : agreed;
}

function countedFrom({ row, at }: Input): Date {
  return row.periodStart && row.periodStart < at ? row.periodStart : at;
}

/**
 * Of the whole period that the price is for, whatever part of it was bought: an owner who changed to the plan in its
 * middle has paid only for the rest.
 */
function creditOf({ row, from, period, at }: Input, callsUsed: number): PlanCredit | null {
  if (!period) return null;
  const nominal = wholePeriod(row.periodAnchor, from, period.end);
  const start = nominal.start < period.start ? nominal.start : period.start;
  return planCredit({ product: from, period: { start, end: period.end }, at, callsUsed });
}

/**
 * From the anchor if the end is one of its boundaries: counted backwards, 28 February would follow 28 January instead
 * of the 31st.
 */
function wholePeriod(anchor: Date | null, { plan: { recurring } }: SoldTerms, end: Date): Period {
  const last = new Date(end.getTime() - 1);
  const counted = anchor && periodAt(anchor, recurring, last);
  return counted?.end.getTime() === end.getTime() ? counted : periodAt(end, recurring, last);
}
