import type { SimulatedWorld } from '../machine/simulated-world';
import { readSubscriptions, type StripeSubscription } from '../truth/read-stripe';

/** What is sold: a product at a price that Stripe has. */
export interface Sold {
  productId: string;
  priceId: string;
}

export interface PlanChange {
  subscriptionId: string;
  at: Date;
  from: Sold;
  to: Sold;
  /** In the middle of a period, or at its end. */
  isNow: boolean;
  /** Whether calls count for another price from there on; what is paid in advance has another one with its next period. */
  cuts: boolean;
}

/** Somebody asked for another plan. */
export interface Wish {
  subscriptionId: string;
  at: Date;
}

type Seen = Pick<SimulatedWorld, 'emulators' | 'now'>;
type Known = Sold & { itemStart: Date };

/** Watches which plan and price every subscription has at Stripe, whatever the application saw of it. */
export class Plans {
  readonly changes: PlanChange[] = [];
  /** What each was first seen with, by our id. */
  readonly firsts = new Map<string, Sold>();
  readonly wishes: Wish[] = [];
  /** Whatever else somebody did that decides how a subscription goes on. */
  readonly touched: Wish[] = [];
  readonly #world: Seen;
  readonly #known = new Map<string, Known>();
  /** When the period ends in which a change was asked for. */
  readonly #periodEnds = new Map<string, Date>();
  /** Whose owner asked for another plan at its end. */
  readonly #awaited = new Map<string, Date>();

  constructor(world: Seen) {
    this.#world = world;
  }

  async noteWish(row: { id: string; providerId: string | null }, when: 'now' | 'period-end') {
    // What has changed until now is written down first: this may change it back.
    await this.look();
    this.wishes.push({ subscriptionId: row.id, at: this.#world.now() });
    this.touch(row.id);
    this.#forgetPassed(row.id);
    if (when === 'now') return;
    const all = await readSubscriptions(this.#world);
    const found = all.find((one) => one.id === row.providerId);
    if (!found) return;
    this.#periodEnds.set(row.id, found.itemEnd);
    this.#awaited.set(row.id, found.itemEnd);
  }

  /** Every subscription may have another price when its period ends. */
  async noteMoves(): Promise<void> {
    for (const { ours, itemEnd } of await readSubscriptions(this.#world)) {
      if (ours === null) continue;
      this.#forgetPassed(ours);
      if (itemEnd > this.#world.now()) this.#periodEnds.set(ours, itemEnd);
    }
  }

  touch(subscriptionId: string): void {
    this.touched.push({ subscriptionId, at: this.#world.now() });
  }

  isAwaited(subscriptionId: string): boolean {
    return (this.#awaited.get(subscriptionId) ?? 0) > this.#world.now();
  }

  /** Writes down what has changed since the last look. */
  async look(): Promise<void> {
    for (const one of await readSubscriptions(this.#world)) {
      if (one.ours === null) continue;
      const { productId, priceId, itemStart } = one;
      const from = this.#known.get(one.id);
      this.#known.set(one.id, { productId, priceId, itemStart });
      if (from === undefined) this.firsts.set(one.ours, { productId, priceId });
      if (from === undefined || from.priceId === priceId) continue;
      this.changes.push(this.#changeOf(one, { ours: one.ours, from }));
    }
  }

  #changeOf(one: StripeSubscription, of: { ours: string; from: Known }): PlanChange {
    const { ours, from } = of;
    const now = this.#world.now();
    const atEnd = this.#periodEnds.get(ours);
    const isNow = atEnd === undefined || atEnd > now;
    const isOtherProduct = from.productId !== one.productId;
    const cuts = isOtherProduct || from.itemStart.getTime() !== one.itemStart.getTime();
    // A licence that joins the running period begins in the middle of its item's.
    const since = isOtherProduct ? (one.productSince ?? one.itemStart) : one.itemStart;
    const at = isNow ? (cuts ? since : now) : atEnd;
    const to = { productId: one.productId, priceId: one.priceId };
    return { subscriptionId: ours, at, from, to, isNow, cuts };
  }

  #forgetPassed(id: string): void {
    const earlier = this.#periodEnds.get(id);
    if (earlier && earlier <= this.#world.now()) this.#periodEnds.delete(id);
  }
}
