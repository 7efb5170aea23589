import type { World } from '../core/world';
import type { StripePart } from '../stripe/stripe';

export interface TrafficRequest {
  readonly subscription: string;
  readonly calls: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly status?: number | undefined;
  readonly spread?: 'even' | 'burst' | undefined;
  readonly api?: string | undefined;
  readonly operation?: string | undefined;
}

/** More answered calls at a time, or (negative) fewer; of any operation, or of one. */
export interface CorrectionRequest {
  readonly subscription: string;
  readonly at: string;
  readonly calls: number;
  readonly operation?: string | undefined;
}

/** What the control page needs of the API gateway. */
export interface GatewayControl {
  /** Throws with a message when the request makes no sense. */
  traffic(request: TrafficRequest): { answered: number; refused: number };
  /** Changes what reports say afterwards; gives by how many calls. */
  correct(request: CorrectionRequest): number;
  /** Subscriptions of the gateway, newest first. */
  subscriptions(): readonly { id: string; name: string; product: string | null; state: string }[];
  /** Every state that a subscription of the gateway came to be in, oldest first. */
  stateChanges(): readonly { subscription: string; state: string; at: string }[];
  /** The last calls, newest first. */
  calls(limit: number): readonly object[];
  /** What can be changed while it runs: lateness of reports, throttling, deviations. */
  settings(): Readonly<Record<string, number | boolean>>;
  /** Throws when it is given what is no setting. */
  changeSettings(change: unknown): void;
}

/** All that the control page and API reach. */
export interface Controlled {
  readonly world: World;
  readonly stripe: StripePart;
  readonly gateway: GatewayControl;
}
