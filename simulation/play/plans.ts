import type { SimulatedWorld } from '../machine/simulated-world';
import { readSubscriptions } from '../truth/read-stripe';

export interface PlanChange {
  subscriptionId: string;
  at: Date;
  from: string;
  to: string;
  /** In the middle of a period, or at its end. */
  isNow: boolean;
}

type Seen = Pick<SimulatedWorld, 'emulators' | 'now'>;

/** Watches which plan every subscription has at Stripe, whatever the application saw of it. */
export class Plans {
  readonly changes: PlanChange[] = [];
  readonly #world: Seen;
  readonly #known = new Map<string, string>();
  /** When the period ends in which a change was asked for. */
  readonly #periodEnds = new Map<string, Date>();

  constructor(world: Seen) {
    this.#world = world;
  }

  async noteWish(row: { id: string; providerId: string | null }, when: 'now' | 'period-end') {
    // What has changed until now is written down first: this may change it back.
    await this.look();
    const earlier = this.#periodEnds.get(row.id);
    if (earlier && earlier <= this.#world.now()) this.#periodEnds.delete(row.id);
    if (when === 'now') return;
    const all = await readSubscriptions(this.#world);
    const found = all.find((one) => one.id === row.providerId);
    if (found) this.#periodEnds.set(row.id, found.itemEnd);
  }

  /** Writes down what has changed since the last look. */
  async look(): Promise<void> {
    for (const one of await readSubscriptions(this.#world)) {
      if (one.ours === null) continue;
      const from = this.#known.get(one.id);
      this.#known.set(one.id, one.productId);
      if (from === undefined || from === one.productId) continue;
      const now = this.#world.now();
      const atEnd = this.#periodEnds.get(one.ours);
      const isNow = atEnd === undefined || atEnd > now;
      // A licence that joins the running period begins in the middle of its item's.
      const at = isNow ? (one.productSince ?? one.itemStart) : atEnd;
      this.changes.push({ subscriptionId: one.ours, at, from, to: one.productId, isNow });
    }
  }
}
