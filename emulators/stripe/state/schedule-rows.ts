import type { Metadata } from './rows';

export interface SchedulePhase {
  start: number;
  end: number;
  price: string;
  quantity: number | null;
  /** Merged into the subscription's when the phase begins. */
  metadata: Metadata;
}

/** What a subscription's item becomes later, by itself. */
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
