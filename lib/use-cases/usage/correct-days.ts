import { listPeriodTotalsOf, sumWindowsBySubscription } from '../../db/reconcile';
import { type Finding, worthOf } from '../../domain/attention/finding';
import { withoutLimit } from '../../domain/pricing/price-plan';
import { AppError } from '../../kit/app-error';
import type { Needs } from '../deps';
import { readUsageOfDay } from './internal/read-usage';

const DAY_MS = 86_400_000;
/** Counts of the last days still arrive, so a count that grows is no difference. */
const SETTLED_AFTER_MS = 3 * DAY_MS;

/** Reads one day again and lists what that changed in days whose counts had settled. */
export async function correctDay(
  deps: Needs<'db' | 'gateway' | 'settings'>,
  input: { day: Date; now: Date },
  found: (finding: Finding) => void,
): Promise<void> {
  const range = { from: input.day, to: new Date(input.day.getTime() + DAY_MS) };
  const before = await sumWindowsBySubscription(deps.db, range);
  const { refused } = await readUsageOfDay(deps, { day: input.day, readAt: input.now });
  if (refused !== null) throw new AppError('upstream-failed', refused);
  if (input.now.getTime() - range.to.getTime() < SETTLED_AFTER_MS) return;
  const after = await sumWindowsBySubscription(deps.db, range);
  const changed = new Map<string, number>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const delta = (after.get(id) ?? 0) - (before.get(id) ?? 0);
    if (delta !== 0) changed.set(id, delta);
  }
  const periods = await listPeriodTotalsOf(deps.db, {
    subscriptionIds: [...changed.keys()],
    touching: range,
  });
  for (const period of periods) {
    const delta = changed.get(period.subscriptionId) ?? 0;
    // A day that is cut between two periods is listed once, with the earlier one.
    changed.delete(period.subscriptionId);
    if (delta === 0) continue;
    const counts = { ours: period.total, theirs: Math.max(0, period.total - delta) };
    found({
      kind: 'windows-differed',
      subject: period.subscriptionId,
      expected: `${counts.theirs} calls`,
      found: `${counts.ours} calls`,
      ...worthOf(withoutLimit(period.plan), counts),
      isRepaired: true,
    });
  }
}
