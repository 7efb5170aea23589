/** How long whoever waits for an answer of ours goes on waiting for vendors. */
export interface Patience {
  /** Milliseconds that are left; 0 or less when it is over, infinite where nobody waits. */
  leftMs(): number;
}

/** Nobody waits: scheduled work, webhooks, programs. */
export const ENDLESS: Patience = { leftMs: () => Number.POSITIVE_INFINITY };
