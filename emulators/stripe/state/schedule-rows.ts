import type { Metadata } from './rows';

export interface PhaseItem {
  price: string;
  quantity: number | null;
  /** Merged into the subscription item's when the phase begins. */
  metadata: Metadata;
}

export interface SchedulePhase {
  start: number;
  end: number;
  items: PhaseItem[];
  /** Merged into the subscription's when the phase begins. */
  metadata: Metadata;
}

/** What a subscription's items become later, by themselves. */
export interface ScheduleRow {
  id: string;
  created: number;
  customer: string;
  subscription: string;
  status: 'active' | 'released' | 'canceled';
  metadata: Metadata;
  releasedAt: number | null;
  canceledAt?: number | null;
  phases: SchedulePhase[];
}

/** A phase as release 0.2 saved it: with one item, written flat. */
interface FlatPhase {
  start: number;
  end: number;
  price: string;
  quantity: number | null;
  metadata: Metadata;
}

/** A saved schedule, whichever release saved it. */
export function withPhaseItems(
  row: Omit<ScheduleRow, 'phases'> & { phases: readonly (SchedulePhase | FlatPhase)[] },
): ScheduleRow {
  return {
    ...row,
    phases: row.phases.map((phase) => {
      if ('items' in phase) return phase;
      const { price, quantity, ...rest } = phase;
      return { ...rest, items: [{ price, quantity, metadata: {} }] };
    }),
  };
}
