import type { Period } from './billing-period';
import { usageRange } from './usage-window';

const DAY_MS = 86_400_000;

/**
 * A UTC day cut at the boundaries of the billing periods that touch it, in order; the whole day when none falls
 * inside. The parts always add up to the day, so what is counted in it is counted in exactly one of them.
 */
export function cutDay(day: Date, periods: readonly Period[]): Period[] {
  const dayStart = day.getTime();
  const dayEnd = dayStart + DAY_MS;
  const cuts = new Set<number>();
  for (const period of periods) {
    const range = usageRange(period);
    for (const cut of [range.start.getTime(), range.end.getTime()]) {
      if (cut > dayStart && cut < dayEnd) cuts.add(cut);
    }
  }
  const edges = [dayStart, ...[...cuts].sort((a, b) => a - b), dayEnd];
  return edges.slice(1).map((end, index) => ({
    start: new Date(edges[index] ?? dayStart),
    end: new Date(end),
  }));
}
