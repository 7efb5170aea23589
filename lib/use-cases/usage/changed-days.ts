import { sumWindowsBySubscription } from '../../db/reconcile';
import { listUnknownSubscriptions } from '../../db/usage';
import { type Comparison, type Days, differingDays } from '../../domain/usage/differing-days';
import type { Needs } from '../deps';

/**
 * The UTC days of [from, to) whose counts at the gateway differ from the windows, and those with an empty report
 * although calls were counted. An empty report failed or is no longer kept, and believing it would refund everybody.
 */
export function changedDays(
  deps: Needs<'db' | 'gateway'>,
  range: Days,
): Promise<{ changed: Date[]; gone: Date[] }> {
  return differingDays(range, (part) => compare(deps, part));
}

async function compare(deps: Needs<'db' | 'gateway'>, range: Days): Promise<Comparison> {
  const counted = await sumWindowsBySubscription(deps.db, range);
  const reported = await reportedTotals(deps, range);
  const sum = [...counted.values()].reduce((all, calls) => all + calls, 0);
  if (reported.size === 0 && sum > 0) return 'empty';
  const uncounted = [...reported.keys()].filter((id) => !counted.has(id) && reported.get(id) !== 0);
  // The report also has calls of foreign subscriptions, which have no windows.
  const unknown = await listUnknownSubscriptions(deps.db, uncounted);
  const isSame =
    uncounted.every((id) => unknown.has(id)) &&
    [...counted].every(([id, calls]) => (reported.get(id) ?? 0) === calls);
  return isSame ? 'same' : 'differs';
}

async function reportedTotals(deps: Needs<'gateway'>, range: Days): Promise<Map<string, number>> {
  const totals = new Map<string, number>();
  for await (const row of deps.gateway.readUsage({ start: range.from, end: range.to })) {
    totals.set(row.subscriptionId, row.calls);
  }
  return totals;
}
