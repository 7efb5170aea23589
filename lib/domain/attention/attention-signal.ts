export const HOUR_MS = 3_600_000;

/** What one signal says: `fine` and `note` need nobody, `unknown` could not be looked at. */
export interface Judgement {
  level: 'fine' | 'note' | 'unknown' | 'warn' | 'bad';
  count: number;
  /** Since when, where the age is what matters. */
  since: Date | null;
}

export type Signal<Facts> = (facts: Facts) => Judgement;

/** Open as soon as there is one. */
export function whenAny(count: number, level: 'warn' | 'bad'): Judgement {
  return { level: count > 0 ? level : 'fine', count, since: null };
}

/** Worth a look, and nothing to do. */
export function noted(count: number): Judgement {
  return { level: 'note', count, since: null };
}

export function olderThan(instant: Date, now: Date, ageMs: number): boolean {
  return now.getTime() - instant.getTime() > ageMs;
}
