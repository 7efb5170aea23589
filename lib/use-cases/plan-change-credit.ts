import type { SubscriptionWithCustomer } from '../db/subscriptions';
import { sumWindows } from '../db/usage';
import { type Period, periodAt } from '../domain/billing-period';
import { planCredit } from '../domain/plan-credit';
import type { Product } from '../domain/product';
import { usageRange } from '../domain/usage-window';
import type { PlanCredit } from '../ports/payment-provider';
import { readToTheEnd } from './close-period';
import type { Deps } from './deps';

type Input = { row: SubscriptionWithCustomer; from: Product; period: Period | null; at: Date };

/** As counted so far: what a preview says. Null where the provider prorates by itself. */
export async function previewPlanCredit(deps: Deps, input: Input): Promise<PlanCredit | null> {
  const counted = usageRange({ start: countedFrom(input), end: input.at });
  const names = { subscriptionId: input.row.id, from: counted.start, to: counted.end };
  return creditOf(input, await sumWindows(deps.db, names));
}

/** With the newest counts of the gateway. */
export async function readPlanCredit(deps: Deps, input: Input): Promise<PlanCredit | null> {
  if (creditOf(input, 0) === null) return null;
  const used = { start: countedFrom(input), end: input.at };
  return creditOf(input, await readToTheEnd(deps, { id: input.row.id, endedAt: null }, used));
}

function countedFrom({ row, at }: Input): Date {
  return row.periodStart && row.periodStart < at ? row.periodStart : at;
}

/**
 * Of the whole period that the price is for, whatever part of it was bought: somebody who came to the plan in its middle
 * has paid for the rest only.
 */
function creditOf({ from, period, at }: Input, callsUsed: number): PlanCredit | null {
  if (!period) return null;
  const nominal = periodAt(period.end, from.recurring, new Date(period.end.getTime() - 1));
  const start = nominal.start < period.start ? nominal.start : period.start;
  return planCredit({ product: from, period: { start, end: period.end }, at, callsUsed });
}
