import { sumWindowsBySubscription } from '../db/reconcile';
import { listStrangers } from '../db/usage';
import { AppError } from '../domain/app-error';
import type { Deps } from './deps';

const DAY_MS = 86_400_000;

/**
 * The UTC days of [from, to) whose counts at the gateway are not the windows'. A report gives one total for any
 * range at the same cost, so all days are asked for at once; only where a total differs is the range halved.
 */
export async function changedDays(deps: Deps, range: { from: Date; to: Date }): Promise<Date[]> {
  if (range.from >= range.to || (await isAsCounted(deps, range))) return [];
  const days = Math.ceil((range.to.getTime() - range.from.getTime()) / DAY_MS);
  if (days <= 1) return [range.from];
  const middle = new Date(range.from.getTime() + Math.ceil(days / 2) * DAY_MS);
  return [
    ...(await changedDays(deps, { from: range.from, to: middle })),
    ...(await changedDays(deps, { from: middle, to: range.to })),
  ];
}

async function isAsCounted(deps: Deps, range: { from: Date; to: Date }): Promise<boolean> {
  const counted = await sumWindowsBySubscription(deps.db, range);
  const reported = await reportedTotals(deps, range);
  const sum = [...counted.values()].reduce((all, calls) => all + calls, 0);
  if (reported.size === 0 && sum > 0) {
    throw new AppError(
      'upstream-failed',
      `The gateway's report since ${range.from.toISOString().slice(0, 10)} is empty although ${sum} calls were counted; nothing was changed.`,
    );
  }
  const uncounted = [...reported.keys()].filter((id) => !counted.has(id) && reported.get(id) !== 0);
  // Calls of others' subscriptions are in the report and are nobody's windows.
  const strangers = await listStrangers(deps.db, uncounted);
  return (
    uncounted.every((id) => strangers.has(id)) &&
    [...counted].every(([id, calls]) => (reported.get(id) ?? 0) === calls)
  );
}

async function reportedTotals(
  deps: Deps,
  range: { from: Date; to: Date },
): Promise<Map<string, number>> {
  const totals = new Map<string, number>();
  for await (const row of deps.gateway.readUsage({ start: range.from, end: range.to })) {
    totals.set(row.subscriptionId, row.calls);
  }
  return totals;
}
