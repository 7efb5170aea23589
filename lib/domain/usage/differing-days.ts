const DAY_MS = 86_400_000;

export interface Days {
  from: Date;
  to: Date;
}

/** Counts of a range against the source's; `empty`: it has nothing where calls were counted. */
export type Comparison = 'same' | 'differs' | 'empty';

/**
 * The UTC days of [from, to) whose counts differ, and those of which the source has nothing any more. It gives one total
 * for any range at the same cost, so all days are compared at once; only where a total differs is the range halved.
 */
export async function differingDays(
  range: Days,
  compare: (range: Days) => Promise<Comparison>,
): Promise<{ changed: Date[]; gone: Date[] }> {
  const found = range.from < range.to ? await compare(range) : 'same';
  if (found === 'same') return { changed: [], gone: [] };
  const days = Math.ceil((range.to.getTime() - range.from.getTime()) / DAY_MS);
  if (days <= 1) {
    return found === 'empty'
      ? { changed: [], gone: [range.from] }
      : { changed: [range.from], gone: [] };
  }
  const middle = new Date(range.from.getTime() + Math.ceil(days / 2) * DAY_MS);
  const earlier = await differingDays({ from: range.from, to: middle }, compare);
  const later = await differingDays({ from: middle, to: range.to }, compare);
  return {
    changed: [...earlier.changed, ...later.changed],
    gone: [...earlier.gone, ...later.gone],
  };
}
