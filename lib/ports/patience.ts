/** How long a caller who waits for our answer is kept waiting for vendors. */
export interface Patience {
  /** Milliseconds left; 0 or less when the time is over, infinite where nobody waits. */
  leftMs(): number;
}

/** Nobody waits: scheduled work, webhooks, programs. */
export const ENDLESS: Patience = { leftMs: () => Number.POSITIVE_INFINITY };
